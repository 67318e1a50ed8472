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

/** What the methods of one function have in common while they are written. */
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

    /** What the methods of the function have counted together. */
    final FuelWriter.State fuel = new FuelWriter.State();

    /** What methods answer for each block that control may leave them for, from 1 on. */
    private final Map<Node, Integer> ways = new HashMap<>();

    private final Methods methods;

    /** Where methods are made and found. */
    interface Methods {

        /** Returns the class that a function is in. */
        String owner(int function);

        /** Returns the method of that class that calls a function. */
        String entry(int function);

        /**
         * Returns the method of that class that calls a function in place of another, or leaves it
         * to be called when the other is left.
         */
        String inPlace(int function);

        /** Returns the class that indirect calls of a type are in. */
        String dispatcher(int type);

        /** Returns the method that indirect calls of a type go through. */
        String dispatch(int type);

        /** Returns the method that indirect calls in place of others go through. */
        String dispatchInPlace(int type);

        /**
         * Begins a method for a part of a function.
         *
         * @param size estimated bytes of its bytecode
         */
        Part begin(int function, String descriptor, int size);
    }

    /** A method for a part of a function. */
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

    /** Returns what a method answers when control leaves it for a block. */
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

    /** Returns how a call of a function or of a type is described, its own arguments last. */
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
     * @param method where it is
     * @param descriptor of the method
     * @param exits where control goes that leaves by a branch: the method answers which, see {@link
     *     #way}
     * @param isLive whether control may get to the end of the region, which is answered by 0
     * @param operands types of all operands that there are then, in slots of the frame
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, compared by nobody.
    record Region(
            Part method, String descriptor, List<Node> exits, boolean isLive, byte[] operands) {

        /** Whether the method answers which way it went. */
        boolean answers() {
            return descriptor.endsWith("I");
        }
    }

    /**
     * Writes a region as a method of its own.
     *
     * @param operands types of the operands that there are, in slots of the frame
     */
    Region region(Node region, byte[] operands) throws InvalidModuleException {
        return RegionWriter.write(this, region, operands);
    }
}
