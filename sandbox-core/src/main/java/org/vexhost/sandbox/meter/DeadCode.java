package org.vexhost.sandbox.meter;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.Op;

/**
 * Finds the dead code between a branch and the end of its block, so that it can be left out. Dead
 * code never runs and costs no fuel. It may pop operands that do not exist, and Chicory's compiler
 * does not always handle this correctly.
 */
final class DeadCode {

    private boolean dead;
    private int nesting;

    /** Returns whether the code after an instruction, up to the end of its block, is dead. */
    boolean beginsBehind(int op) {
        dead = op == Op.BR || op == Op.BR_TABLE || op == Op.RETURN || op == Op.UNREACHABLE;
        nesting = 0;
        return dead;
    }

    /**
     * Returns whether the latest instruction is dead. If so, the rest of the instruction has been
     * read.
     */
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
