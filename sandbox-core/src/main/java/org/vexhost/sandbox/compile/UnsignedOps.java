package org.vexhost.sandbox.compile;

/**
 * Unsigned comparisons that generated code calls, named as Chicory names them. C2 of JDK 17 can get
 * a loop's exit wrong that turns on {@code Integer.compareUnsigned} (JDK-8376400): there, ints are
 * compared as longs, and longs with their signs turned round.
 */
public final class UnsignedOps {

    /** Whether the JDK's own comparisons are right, and fast, as C2 knows them. */
    private static final boolean TRUSTED = Runtime.version().feature() >= 21;

    private UnsignedOps() {}

    /** Returns whether there is an operation of that name. */
    static boolean has(String name) {
        return switch (name) {
            case "I32_LT_U", "I32_GT_U", "I32_LE_U", "I32_GE_U" -> true;
            case "I64_LT_U", "I64_GT_U", "I64_LE_U", "I64_GE_U" -> true;
            default -> false;
        };
    }

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

    /** The smallest unsigned number becomes the smallest signed one. */
    private static long turned(long value) {
        return value ^ Long.MIN_VALUE;
    }
}
