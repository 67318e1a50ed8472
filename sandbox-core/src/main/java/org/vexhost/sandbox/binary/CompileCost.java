package org.vexhost.sandbox.binary;

/**
 * Estimates, while a function is validated, how large it gets as metered JVM bytecode and what
 * compiling it costs. A compiler merges the types of all locals and operands at every label, so the
 * cost grows with labels times locals, not with bytes alone.
 */
final class CompileCost {

    private static final int HIGH_LOCALS = 120;

    private int locals;
    private int instructions;
    private int jvmBytes;
    private long labels;
    private long merged;
    private int access;

    void begin(int localCount) {
        locals = localCount;
        instructions = 0;
        // Locals may take two slots each, and slots above 255 need wide instructions.
        access = localCount > HIGH_LOCALS ? 4 : 2;
        jvmBytes = 60 + localCount * (access + 1);
        labels = 1;
        merged = localCount;
    }

    void countTargets(int targets) {
        jvmBytes += targets * 4 + 16;
        labels += targets;
        merged += (long) targets * 4;
    }

    /** Counts values that change hands one by one. */
    void countTypes(int types) {
        merged += types;
    }

    void count(int op, int height) {
        instructions++;
        switch (op) {
            case Op.LOCAL_GET, Op.LOCAL_SET -> jvmBytes += access;
            case Op.LOCAL_TEE -> jvmBytes += access + 1;
            case Op.BLOCK, Op.NOP, Op.DROP -> jvmBytes += 1;
            case Op.LOOP -> jvmBytes += 40 + 6 * access;
            case Op.IF, Op.ELSE, Op.END, Op.BR, Op.BR_IF, Op.BR_TABLE, Op.RETURN -> {
                jvmBytes += 10 + 3 * access;
            }
            case Op.CALL, Op.CALL_INDIRECT -> jvmBytes += 26 + 4 * access;
            case Op.GLOBAL_GET, Op.GLOBAL_SET -> jvmBytes += 9;
            case Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST -> jvmBytes += 3;
            default -> jvmBytes += op <= Op.LAST_ACCESS && op >= Op.FIRST_ACCESS ? 11 : 3;
        }
        if (op == Op.LOOP || op == Op.IF || op == Op.END || op == Op.BR_IF || op == Op.CALL) {
            labels++;
            merged += locals + height;
        }
    }

    int jvmBytes() {
        return jvmBytes;
    }

    /** Returns the cost of the function that was counted last, in about microseconds. */
    long total() {
        return 30 + instructions / 2 + labels + merged / 25;
    }
}
