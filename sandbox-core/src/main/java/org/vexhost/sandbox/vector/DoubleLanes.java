package org.vexhost.sandbox.vector;

/**
 * The {@code f64x2} instructions. A {@code long} contains one half of a vector: a single lane,
 * which is a 64-bit float.
 */
public final class DoubleLanes {
    private static final long CANONICAL = 0x7FF8_0000_0000_0000L;

    private DoubleLanes() {}

    private static double of(long a) {
        return Double.longBitsToDouble(a);
    }

    private static long bits(double a) {
        return Double.doubleToRawLongBits(a);
    }

    /** {@code eq}. */
    public static long eq(long a, long b) {
        return of(a) == of(b) ? -1 : 0;
    }

    /** {@code ne}. */
    public static long ne(long a, long b) {
        return of(a) != of(b) ? -1 : 0;
    }

    /** {@code lt}. */
    public static long lt(long a, long b) {
        return of(a) < of(b) ? -1 : 0;
    }

    /** {@code gt}. */
    public static long gt(long a, long b) {
        return of(a) > of(b) ? -1 : 0;
    }

    /** {@code le}. */
    public static long le(long a, long b) {
        return of(a) <= of(b) ? -1 : 0;
    }

    /** {@code ge}. */
    public static long ge(long a, long b) {
        return of(a) >= of(b) ? -1 : 0;
    }

    /** {@code abs}. */
    public static long abs(long a) {
        return a & ~Long.MIN_VALUE;
    }

    /** {@code neg}. */
    public static long neg(long a) {
        return a ^ Long.MIN_VALUE;
    }

    /** {@code sqrt}. */
    public static long sqrt(long a) {
        return bits(Math.sqrt(of(a)));
    }

    // Adding -0 makes a signalling NaN quiet and changes nothing else.

    /** {@code ceil}. */
    public static long ceil(long a) {
        return bits(Math.ceil(of(a)) + -0.0);
    }

    /** {@code floor}. */
    public static long floor(long a) {
        return bits(Math.floor(of(a)) + -0.0);
    }

    /** {@code trunc}. */
    public static long trunc(long a) {
        return bits(truncated(of(a)));
    }

    private static double truncated(double a) {
        return (a < 0 ? Math.ceil(a) : Math.floor(a)) + -0.0;
    }

    /** {@code nearest}. */
    public static long nearest(long a) {
        return bits(Math.rint(of(a)) + -0.0);
    }

    /** {@code add}. */
    public static long add(long a, long b) {
        return bits(of(a) + of(b));
    }

    /** {@code sub}. */
    public static long sub(long a, long b) {
        return bits(of(a) - of(b));
    }

    /** {@code mul}. */
    public static long mul(long a, long b) {
        return bits(of(a) * of(b));
    }

    /** {@code div}. */
    public static long div(long a, long b) {
        return bits(of(a) / of(b));
    }

    /** {@code min}. */
    public static long min(long a, long b) {
        return bits(Math.min(of(a), of(b)) + -0.0);
    }

    /** {@code max}. */
    public static long max(long a, long b) {
        return bits(Math.max(of(a), of(b)) + -0.0);
    }

    /** {@code pmin}: returns one of the operands, bit for bit. */
    public static long pmin(long a, long b) {
        return of(b) < of(a) ? b : a;
    }

    /** {@code pmax}: returns one of the operands, bit for bit. */
    public static long pmax(long a, long b) {
        return of(a) < of(b) ? b : a;
    }

    /** {@code relaxed_madd}, rounded once. */
    public static long madd(long a, long b, long c) {
        return bits(Math.fma(of(a), of(b), of(c)));
    }

    /** {@code relaxed_nmadd}, rounded once. */
    public static long nmadd(long a, long b, long c) {
        return bits(Math.fma(-of(a), of(b), of(c)));
    }

    /** {@code convert_low_i32x4_s} for a quarter of the vector. */
    public static long convertS(int a) {
        return bits(a);
    }

    /** {@code convert_low_i32x4_u} for a quarter of the vector. */
    public static long convertU(int a) {
        return bits((double) (a & 0xFFFF_FFFFL));
    }

    /** {@code promote_low_f32x4} for a quarter of the vector. */
    public static long promote(int a) {
        return bits(Float.intBitsToFloat(a));
    }

    /** Replaces any NaN by the canonical one. */
    public static long canonical(long a) {
        return Double.isNaN(of(a)) ? CANONICAL : a;
    }
}
