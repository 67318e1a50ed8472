package org.vexhost.sandbox.vector;

/**
 * The {@code f32x4} instructions. A {@code long} contains one half of a vector: two lanes of 32-bit
 * floats.
 */
public final class FloatLanes {
    private static final long LOW = 0xFFFF_FFFFL;
    private static final long HIGH = ~LOW;
    private static final long SIGNS = 0x8000_0000_8000_0000L;
    private static final float CANONICAL = Float.intBitsToFloat(0x7FC0_0000);

    private FloatLanes() {}

    static float low(long a) {
        return Float.intBitsToFloat((int) a);
    }

    static float high(long a) {
        return Float.intBitsToFloat((int) (a >>> 32));
    }

    private static long of(float low, float high) {
        return Lanes32.of(Float.floatToRawIntBits(low), Float.floatToRawIntBits(high));
    }

    private static long mask(boolean low, boolean high) {
        return (low ? LOW : 0) | (high ? HIGH : 0);
    }

    /** {@code splat}. */
    public static long splat(float value) {
        return Lanes32.splat(Float.floatToRawIntBits(value));
    }

    /** Replaces the lane that begins at bit {@code at}. */
    public static long replaceLane(long lanes, float value, int at) {
        return Lanes32.replaceLane(lanes, Float.floatToRawIntBits(value), at);
    }

    /** {@code eq}. */
    public static long eq(long a, long b) {
        return mask(low(a) == low(b), high(a) == high(b));
    }

    /** {@code ne}. */
    public static long ne(long a, long b) {
        return mask(low(a) != low(b), high(a) != high(b));
    }

    /** {@code lt}. */
    public static long lt(long a, long b) {
        return mask(low(a) < low(b), high(a) < high(b));
    }

    /** {@code gt}. */
    public static long gt(long a, long b) {
        return mask(low(a) > low(b), high(a) > high(b));
    }

    /** {@code le}. */
    public static long le(long a, long b) {
        return mask(low(a) <= low(b), high(a) <= high(b));
    }

    /** {@code ge}. */
    public static long ge(long a, long b) {
        return mask(low(a) >= low(b), high(a) >= high(b));
    }

    /** {@code abs}. */
    public static long abs(long a) {
        return a & ~SIGNS;
    }

    /** {@code neg}. */
    public static long neg(long a) {
        return a ^ SIGNS;
    }

    /** {@code sqrt}. */
    public static long sqrt(long a) {
        return of((float) Math.sqrt(low(a)), (float) Math.sqrt(high(a)));
    }

    // Adding -0 makes a signalling NaN quiet and changes nothing else.

    /** {@code ceil}. */
    public static long ceil(long a) {
        return of((float) Math.ceil(low(a)) + -0.0F, (float) Math.ceil(high(a)) + -0.0F);
    }

    /** {@code floor}. */
    public static long floor(long a) {
        return of((float) Math.floor(low(a)) + -0.0F, (float) Math.floor(high(a)) + -0.0F);
    }

    /** {@code trunc}. */
    public static long trunc(long a) {
        return of(truncated(low(a)), truncated(high(a)));
    }

    private static float truncated(float a) {
        return (float) (a < 0 ? Math.ceil(a) : Math.floor(a)) + -0.0F;
    }

    /** {@code nearest}. */
    public static long nearest(long a) {
        return of((float) Math.rint(low(a)) + -0.0F, (float) Math.rint(high(a)) + -0.0F);
    }

    /** {@code add}. */
    public static long add(long a, long b) {
        return of(low(a) + low(b), high(a) + high(b));
    }

    /** {@code sub}. */
    public static long sub(long a, long b) {
        return of(low(a) - low(b), high(a) - high(b));
    }

    /** {@code mul}. */
    public static long mul(long a, long b) {
        return of(low(a) * low(b), high(a) * high(b));
    }

    /** {@code div}. */
    public static long div(long a, long b) {
        return of(low(a) / low(b), high(a) / high(b));
    }

    /** {@code min}. */
    public static long min(long a, long b) {
        return of(Math.min(low(a), low(b)) + -0.0F, Math.min(high(a), high(b)) + -0.0F);
    }

    /** {@code max}. */
    public static long max(long a, long b) {
        return of(Math.max(low(a), low(b)) + -0.0F, Math.max(high(a), high(b)) + -0.0F);
    }

    /** {@code pmin}: returns one of the operands, bit for bit. */
    public static long pmin(long a, long b) {
        long mask = lt(b, a);
        return a ^ ((a ^ b) & mask);
    }

    /** {@code pmax}: returns one of the operands, bit for bit. */
    public static long pmax(long a, long b) {
        long mask = lt(a, b);
        return a ^ ((a ^ b) & mask);
    }

    /** {@code relaxed_madd}, rounded once. */
    public static long madd(long a, long b, long c) {
        return of(Math.fma(low(a), low(b), low(c)), Math.fma(high(a), high(b), high(c)));
    }

    /** {@code relaxed_nmadd}, rounded once. */
    public static long nmadd(long a, long b, long c) {
        return of(Math.fma(-low(a), low(b), low(c)), Math.fma(-high(a), high(b), high(c)));
    }

    /** {@code convert_i32x4_s}. */
    public static long convertS(long a) {
        return of((float) (int) a, (float) (int) (a >>> 32));
    }

    /** {@code convert_i32x4_u}. */
    public static long convertU(long a) {
        return of((float) (a & LOW), (float) (a >>> 32));
    }

    /**
     * {@code demote_f64x2_zero}: converts two doubles, and returns the low half of the result. The
     * high half is zero.
     */
    public static long demote(long low, long high) {
        return of((float) Double.longBitsToDouble(low), (float) Double.longBitsToDouble(high));
    }

    /** Replaces any NaN by the canonical one. */
    public static long canonical(long a) {
        float low = low(a);
        float high = high(a);
        return of(Float.isNaN(low) ? CANONICAL : low, Float.isNaN(high) ? CANONICAL : high);
    }
}
