package org.vexhost.sandbox.guest.support;

/**
 * The unsigned comparisons of generated code, with Chicory's names. In JDK 17, C2 can miscompile
 * the exit of a loop that depends on {@code Integer.compareUnsigned} (JDK-8376400). On such a JDK,
 * ints are compared as longs, and longs are compared after their sign bits are flipped.
 */
public final class UnsignedOps {

    /** Whether the JDK's own comparisons are correct; C2 then treats them as intrinsics. */
    private static final boolean TRUSTED = Runtime.version().feature() >= 21;

    private UnsignedOps() {}

    /** {@code i32.lt_u}. */
    public static int I32_LT_U(int a, int b) {
        return (TRUSTED ? Integer.compareUnsigned(a, b) < 0 : wide(a) < wide(b)) ? 1 : 0;
    }

    /** {@code i32.gt_u}. */
    public static int I32_GT_U(int a, int b) {
        return (TRUSTED ? Integer.compareUnsigned(a, b) > 0 : wide(a) > wide(b)) ? 1 : 0;
    }

    /** {@code i32.le_u}. */
    public static int I32_LE_U(int a, int b) {
        return (TRUSTED ? Integer.compareUnsigned(a, b) <= 0 : wide(a) <= wide(b)) ? 1 : 0;
    }

    /** {@code i32.ge_u}. */
    public static int I32_GE_U(int a, int b) {
        return (TRUSTED ? Integer.compareUnsigned(a, b) >= 0 : wide(a) >= wide(b)) ? 1 : 0;
    }

    /** {@code i64.lt_u}. */
    public static int I64_LT_U(long a, long b) {
        return (TRUSTED ? Long.compareUnsigned(a, b) < 0 : turned(a) < turned(b)) ? 1 : 0;
    }

    /** {@code i64.gt_u}. */
    public static int I64_GT_U(long a, long b) {
        return (TRUSTED ? Long.compareUnsigned(a, b) > 0 : turned(a) > turned(b)) ? 1 : 0;
    }

    /** {@code i64.le_u}. */
    public static int I64_LE_U(long a, long b) {
        return (TRUSTED ? Long.compareUnsigned(a, b) <= 0 : turned(a) <= turned(b)) ? 1 : 0;
    }

    /** {@code i64.ge_u}. */
    public static int I64_GE_U(long a, long b) {
        return (TRUSTED ? Long.compareUnsigned(a, b) >= 0 : turned(a) >= turned(b)) ? 1 : 0;
    }

    private static long wide(int value) {
        return value & 0xFFFF_FFFFL;
    }

    /** Maps the smallest unsigned number to the smallest signed one. */
    private static long turned(long value) {
        return value ^ Long.MIN_VALUE;
    }
}
