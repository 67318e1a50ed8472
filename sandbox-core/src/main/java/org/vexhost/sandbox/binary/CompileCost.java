package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.binary.instruction.AtomicOp;
import org.vexhost.sandbox.binary.instruction.Op;
import org.vexhost.sandbox.binary.instruction.VectorOp;

/**
 * Estimates during validation how large a function becomes as metered JVM bytecode, and what
 * compiling it costs. The unit is about a microsecond of a JVM that has just started. The terms are
 * from measurements. Each instruction has a cost, and each target of a branch table has a much
 * higher cost. The compiler merges the types of all locals and operands at each label, and compares
 * each block with all other blocks of its function.
 */
final class CompileCost {

    private static final int HIGH_LOCALS = 120;

    private static final int PER_FUNCTION = 160;
    private static final int PER_INSTRUCTION = 4;
    private static final int PER_LABEL = 8;
    private static final int PER_VECTOR = 12;
    private static final int VECTOR_BYTES = 40;
    private static final int ATOMIC_BYTES = 14;
    private static final int PER_PASSED = 2;
    private static final int PER_TARGET = 20;
    private static final int MERGED_PER_UNIT = 20;
    private static final int PAIRS_PER_UNIT = 40;
    private static final int PER_TYPE = 50;
    private static final int PER_TYPED_VALUE = 2;
    private static final int MATCHES_PER_UNIT = 3;

    /** The cost that every module may have, and the additional cost for each of its bytes. */
    private static final long FREE = 3_000_000;

    private static final long PER_BYTE = 20;

    private int locals;
    private int jvmBytes;
    private int access;
    private long linear;
    private long merged;
    private long blocks;

    /**
     * Returns the maximum cost of a module by its size, since compile time is proportional to the
     * size.
     */
    static long allowed(ModuleLimits limits, int moduleBytes) {
        return Math.min(limits.maxCompileCost(), FREE + PER_BYTE * moduleBytes);
    }

    /**
     * Returns the cost of types, with their parameters and results, and of functions without their
     * code.
     */
    static long ofTypes(long types, long values, long functions) {
        return types * PER_TYPE + values * PER_TYPED_VALUE + types * functions / MATCHES_PER_UNIT;
    }

    void begin(int localCount) {
        locals = localCount;
        // A local may take two JVM local variables, and those above 255 need wide instructions.
        access = localCount > HIGH_LOCALS ? 4 : 2;
        jvmBytes = 60 + localCount * (access + 1);
        linear = PER_FUNCTION + (long) localCount;
        merged = localCount;
        blocks = 0;
    }

    void countTargets(int targets) {
        jvmBytes += targets * 4 + 16;
        linear += (long) targets * PER_TARGET;
    }

    /** Counts values that are moved one by one. */
    void countTypes(int types) {
        merged += types;
    }

    /** Counts the parameters and results of a call. */
    void countPassed(int values) {
        linear += (long) values * PER_PASSED;
    }

    void count(int op, int height) {
        linear += PER_INSTRUCTION;
        switch (op) {
            case Op.LOCAL_GET, Op.LOCAL_SET -> jvmBytes += access;
            case Op.LOCAL_TEE -> jvmBytes += access + 1;
            case Op.BLOCK, Op.NOP, Op.DROP -> jvmBytes += 1;
            case Op.LOOP -> jvmBytes += 40 + 6 * access;
            case Op.TRY, Op.TRY_TABLE, Op.CATCH, Op.CATCH_ALL, Op.THROW, Op.DELEGATE ->
                    jvmBytes += 40 + 6 * access;
            case Op.IF, Op.ELSE, Op.END, Op.BR, Op.BR_IF, Op.BR_TABLE, Op.RETURN ->
                    jvmBytes += 10 + 3 * access;
            case Op.CALL, Op.CALL_INDIRECT, Op.RETURN_CALL, Op.RETURN_CALL_INDIRECT ->
                    jvmBytes += 26 + 4 * access;
            case Op.GLOBAL_GET, Op.GLOBAL_SET -> jvmBytes += 9;
            case Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST -> jvmBytes += 3;
            case Op.F32_MIN, Op.F32_MAX, Op.F64_MIN, Op.F64_MAX -> jvmBytes += 8;
            default -> {
                if (VectorOp.is(op)) {
                    linear += PER_VECTOR;
                    jvmBytes += VECTOR_BYTES;
                } else if (AtomicOp.is(op)) {
                    jvmBytes += ATOMIC_BYTES;
                } else {
                    jvmBytes += op <= Op.LAST_ACCESS && op >= Op.FIRST_ACCESS ? 11 : 3;
                }
            }
        }
        switch (op) {
            case Op.BLOCK, Op.LOOP, Op.IF, Op.TRY, Op.TRY_TABLE, Op.CATCH, Op.CATCH_ALL -> {
                blocks++;
                linear += PER_LABEL;
                merged += locals + height;
            }
            case Op.END, Op.BR_IF, Op.CALL, Op.RETURN_CALL -> {
                linear += PER_LABEL;
                merged += locals + height;
            }
            default -> {}
        }
    }

    int jvmBytes() {
        return jvmBytes;
    }

    /** Returns the cost of the last function. */
    long total() {
        return linear + merged / MERGED_PER_UNIT + blocks * blocks / PAIRS_PER_UNIT;
    }
}
