package org.vexhost.sandbox.compile;

import java.util.Arrays;
import java.util.BitSet;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Body;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * Finds the functions during which the memory may grow, either in the function itself or in a
 * function that it calls.
 */
final class GrowingFunctions {

    /**
     * The maximum number of calls that are analysed. If a module has more, memory may grow in every
     * function with a call.
     */
    private static final int MAX_CALLS = 2_000_000;

    private final ModuleLayout layout;
    private final BitSet growing = new BitSet();
    private int[] open = new int[64];
    private int opened;

    /** The calls, each with the callee in the high half and the caller in the low half. */
    private long[] calls = new long[1024];

    private int count;

    private GrowingFunctions(ModuleLayout layout) {
        this.layout = layout;
    }

    /**
     * Returns the indexes of the functions during which memory may grow; imported functions have
     * indexes too.
     */
    static BitSet of(ModuleLayout layout) throws InvalidModuleException {
        for (int i = 0; i < layout.bodyCount(); i++) {
            if (layout.body(i).mayGrow()) {
                return new GrowingFunctions(layout).find();
            }
        }
        return new BitSet();
    }

    private BitSet find() throws InvalidModuleException {
        int imported = layout.importedFunctions();
        for (int i = 0; i < layout.bodyCount(); i++) {
            Body body = layout.body(i);
            if (body.mayGrow()) {
                add(imported + i);
            }
            if (body.calls()) {
                calls(body, imported + i);
            }
        }
        Arrays.sort(calls, 0, count);
        while (opened > 0) {
            int callee = open[--opened];
            int from = Arrays.binarySearch(calls, 0, count, (long) callee << 32);
            for (int i = from < 0 ? -from - 1 : from; i < count && calls[i] >> 32 == callee; i++) {
                add((int) calls[i]);
            }
        }
        return growing;
    }

    private void add(int function) {
        if (!growing.get(function)) {
            growing.set(function);
            if (opened == open.length) {
                open = Arrays.copyOf(open, opened * 2);
            }
            open[opened++] = function;
        }
    }

    private void calls(Body body, int caller) throws InvalidModuleException {
        if (count > MAX_CALLS) {
            add(caller);
            return;
        }
        Instruction in = Instruction.of(layout.bytes(), body.code(), body.to());
        while (in.hasNext()) {
            in.next();
            if (in.op() == Op.CALL || in.op() == Op.RETURN_CALL) {
                if (count == calls.length) {
                    calls = Arrays.copyOf(calls, count * 2);
                }
                calls[count++] = in.first() << 32 | caller;
            } else if (in.op() == Op.CALL_INDIRECT || in.op() == Op.RETURN_CALL_INDIRECT) {
                // Tables are not examined. Any function in a table may grow memory.
                add(caller);
            } else if (in.op() == Op.BR_TABLE) {
                for (long i = in.first(); i >= 0; i--) {
                    in.target();
                }
            }
        }
    }
}
