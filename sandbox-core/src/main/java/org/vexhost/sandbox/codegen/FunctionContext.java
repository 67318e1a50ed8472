package org.vexhost.sandbox.codegen;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.meter.NanBits;

/** The state that the methods of one function share while they are written. */
final class FunctionContext {

    final int function;
    final ModuleLayout layout;
    final RuntimeNames names;
    final NanBits nans;
    final BitSet mayGrow;
    final byte[] localTypes;
    final FuncType type;

    /** Whether the function catches exceptions. */
    final boolean catches;

    /** The frame that the methods of a split function share. */
    final FrameClass frame;

    /** The fuel counted across the methods of the function. */
    final FuelWriter.State fuel = new FuelWriter.State();

    /** The exit number of each block to which control may leave a region, from 1 on. */
    private final Map<Node, Integer> ways = new HashMap<>();

    private final Methods methods;

    /** Creates and finds methods. */
    interface Methods {

        /** Returns the class of a function. */
        String owner(int function);

        /** Returns the name of the method, in that class, that calls a function. */
        String entry(int function);

        /**
         * Returns the name of the method, in that class, for a tail call to a function: it calls
         * the function, or records a pending tail call.
         */
        String inPlace(int function);

        /** Returns the class for indirect calls of a type. */
        String dispatcher(int type);

        /** Returns the name of the method for indirect calls of a type. */
        String dispatch(int type);

        /** Returns the name of the method for indirect tail calls of a type. */
        String dispatchInPlace(int type);

        /**
         * Begins a method for part of a function.
         *
         * @param size the estimated size of its bytecode, in bytes
         */
        Part begin(int function, String descriptor, int size);
    }

    /** A method for part of a function. */
    record Part(String owner, String name, MethodVisitor mv) {}

    FunctionContext(
            int function,
            ModuleLayout layout,
            RuntimeNames names,
            NanBits nans,
            BitSet mayGrow,
            byte[] localTypes,
            boolean catches,
            FrameClass frame,
            Methods methods) {
        this.function = function;
        this.layout = layout;
        this.names = names;
        this.nans = nans;
        this.mayGrow = mayGrow;
        this.type = layout.functionType(function);
        this.localTypes = localTypes;
        this.catches = catches;
        this.frame = frame;
        this.methods = methods;
    }

    /** Returns the exit number that a region returns when control leaves it for a block. */
    int way(Node target) {
        Integer known = ways.get(target);
        if (known == null) {
            known = ways.size() + 1;
            ways.put(target, known);
        }
        return known;
    }

    Methods methods() {
        return methods;
    }

    boolean memoryGrows() {
        return !mayGrow.isEmpty();
    }

    /**
     * Returns the method descriptor for calls of a function type; {@code more} describes additional
     * parameters.
     */
    String descriptor(FuncType called, String more) {
        return "("
                + Types.params(called)
                + more
                + names.memoryType()
                + "I)"
                + Types.descriptor(Types.result(called));
    }

    /**
     * A region as its callers see it.
     *
     * @param method the method of the region
     * @param descriptor the descriptor of the method
     * @param exits the targets of branches out of the region; the method returns the exit number of
     *     the one taken, see {@link #way}
     * @param isLive whether control can reach the end of the region, for which the method returns 0
     * @param operands the types of all operands at the end, in slots of the frame
     */
    @SuppressWarnings("ArrayRecordComponent") // Passed on once and never compared.
    record Region(
            Part method, String descriptor, List<Node> exits, boolean isLive, byte[] operands) {

        /** Returns whether the method returns an exit number. */
        boolean answers() {
            return descriptor.endsWith("I");
        }
    }

    /**
     * Writes a region as a separate method.
     *
     * @param operands the types of the operands at its start, in slots of the frame
     */
    Region region(Node region, byte[] operands) throws InvalidModuleException {
        return RegionWriter.write(this, region, operands);
    }
}
