package org.vexhost.sandbox.codegen.emit;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.vexhost.sandbox.binary.FuncType;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.codegen.assembler.FrameClass;
import org.vexhost.sandbox.codegen.assembler.Types;
import org.vexhost.sandbox.codegen.runtime.RuntimeNames;
import org.vexhost.sandbox.codegen.tree.Node;
import org.vexhost.sandbox.meter.NanBits;

/** The state that the methods of one function share while they are written. */
public final class FunctionContext {

    public final int function;
    public final ModuleLayout layout;
    public final RuntimeNames names;
    public final NanBits nans;
    final BitSet mayGrow;
    public final byte[] localTypes;
    public final FuncType type;

    /** Whether the function catches exceptions. */
    public final boolean catches;

    /** The frame that the methods of a split function share. */
    public final FrameClass frame;

    /** The fuel counted across the methods of the function. */
    public final FuelWriter.State fuel = new FuelWriter.State();

    /** The exit number, from 1, of each block that is the target of a branch out of a region. */
    private final Map<Node, Integer> ways = new HashMap<>();

    private final Methods methods;

    /** Creates and finds methods. */
    public interface Methods {

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
    public record Part(String owner, String name, MethodVisitor mv) {}

    public FunctionContext(
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
    public int way(Node target) {
        Integer known = ways.get(target);
        if (known == null) {
            known = ways.size() + 1;
            ways.put(target, known);
        }
        return known;
    }

    public Methods methods() {
        return methods;
    }

    public boolean memoryGrows() {
        return !mayGrow.isEmpty();
    }

    /**
     * Returns the method descriptor for calls of a function type. Additional parameters, described
     * by {@code more}, follow those of the type.
     */
    public String descriptor(FuncType called, String more) {
        return "("
                + Types.params(called)
                + more
                + names.memoryType()
                + "I)"
                + Types.descriptor(Types.result(called));
    }
}
