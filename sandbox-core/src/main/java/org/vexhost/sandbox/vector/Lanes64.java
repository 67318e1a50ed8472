package org.vexhost.sandbox.vector;

/**
 * The {@code i64x2} instructions. A {@code long} contains one half of a vector: a single lane of 64
 * bits.
 */
public final class Lanes64 {

    private Lanes64() {}

    /** {@code neg}. */
    public static long neg(long a) {
        return -a;
    }

    /** {@code abs}. */
    public static long abs(long a) {
        return Math.abs(a);
    }

    /** {@code eq}. */
    public static long eq(long a, long b) {
        return a == b ? -1 : 0;
    }

    /** {@code ne}. */
    public static long ne(long a, long b) {
        return a != b ? -1 : 0;
    }

    /** {@code lt_s}. */
    public static long ltS(long a, long b) {
        return a < b ? -1 : 0;
    }

    /** {@code gt_s}. */
    public static long gtS(long a, long b) {
        return a > b ? -1 : 0;
    }

    /** {@code le_s}. */
    public static long leS(long a, long b) {
        return a <= b ? -1 : 0;
    }

    /** {@code ge_s}. */
    public static long geS(long a, long b) {
        return a >= b ? -1 : 0;
    }

    /** {@code all_true}. */
    public static int allTrue(long a) {
        return a != 0 ? 1 : 0;
    }

    /** {@code bitmask}. */
    public static int bitmask(long a) {
        return (int) (a >>> 63);
    }

    /** {@code extend_i32x4_s} for a quarter of the vector. */
    public static long extendS(int a) {
        return a;
    }

    /** {@code extend_i32x4_u} for a quarter of the vector. */
    public static long extendU(int a) {
        return a & 0xFFFF_FFFFL;
    }

    /** {@code extmul_i32x4_s} for a quarter of each vector. */
    public static long extmulS(int a, int b) {
        return (long) a * b;
    }

    /** {@code extmul_i32x4_u} for a quarter of each vector. */
    public static long extmulU(int a, int b) {
        return (a & 0xFFFF_FFFFL) * (b & 0xFFFF_FFFFL);
    }
}
