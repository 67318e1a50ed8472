package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.Instruction;
import org.vexhost.sandbox.binary.Op;

/**
 * Finds what stands behind a branch up to the end of its block: it never runs, costs nothing, and
 * takes operands from nowhere, which Chicory's compiler does not always follow.
 */
final class DeadCode {

    private boolean dead;
    private int nesting;

    /** Returns whether what stands behind an instruction, in its block, never runs. */
    boolean beginsBehind(int op) {
        dead = op == Op.BR || op == Op.BR_TABLE || op == Op.RETURN || op == Op.UNREACHABLE;
        nesting = 0;
        return dead;
    }

    /** Returns whether the instruction that was read last never runs; reads all of it if so. */
    boolean skips(Instruction in) throws InvalidModuleException {
        if (!dead) {
            return false;
        }
        switch (in.op()) {
            case Op.BLOCK, Op.LOOP, Op.IF -> nesting++;
            case Op.END -> {
                dead = nesting > 0;
                nesting--;
            }
            case Op.ELSE -> dead = nesting > 0;
            case Op.BR_TABLE -> {
                for (long i = in.first(); i >= 0; i--) {
                    in.target();
                }
            }
            default -> {}
        }
        return dead;
    }
}
