package org.vexhost.sandbox.vector;

/**
 * The {@code i32x4} instructions. A {@code long} contains one half of a vector: two lanes of 32
 * bits.
 */
public final class Lanes32 {

    private static final long LOW = 0xFFFF_FFFFL;
    private static final long HIGH = ~LOW;

    private Lanes32() {}

    static long of(int low, int high) {
        return (low & LOW) | (long) high << 32;
    }

    private static int high(long a) {
        return (int) (a >>> 32);
    }

    /** {@code splat}. */
    public static long splat(int value) {
        return of(value, value);
    }

    /** Replaces the lane that begins at bit {@code at}. */
    public static long replaceLane(long lanes, int value, int at) {
        return (lanes & ~(LOW << at)) | (value & LOW) << at;
    }

    /** {@code load32_zero}. */
    public static long zero(int value) {
        return value & LOW;
    }

    /** {@code add}. */
    public static long add(long a, long b) {
        return ((a + b) & LOW) | ((a & HIGH) + (b & HIGH));
    }

    /** {@code sub}. */
    public static long sub(long a, long b) {
        return ((a - b) & LOW) | ((a & HIGH) - (b & HIGH));
    }

    /** {@code neg}. */
    public static long neg(long a) {
        return sub(0, a);
    }

    /** {@code mul}. */
    public static long mul(long a, long b) {
        return ((a * b) & LOW) | ((a >>> 32) * (b >>> 32)) << 32;
    }

    /** {@code abs}. */
    public static long abs(long a) {
        return of(Math.abs((int) a), Math.abs(high(a)));
    }

    private static long mask(boolean low, boolean high) {
        return (low ? LOW : 0) | (high ? HIGH : 0);
    }

    private static long choose(long mask, long a, long b) {
        return b ^ ((a ^ b) & mask);
    }

    /** {@code eq}. */
    public static long eq(long a, long b) {
        return mask((int) a == (int) b, high(a) == high(b));
    }

    /** {@code ne}. */
    public static long ne(long a, long b) {
        return ~eq(a, b);
    }

    /** {@code lt_s}. */
    public static long ltS(long a, long b) {
        return mask((int) a < (int) b, high(a) < high(b));
    }

    /** {@code lt_u}. */
    public static long ltU(long a, long b) {
        return mask((a & LOW) < (b & LOW), a >>> 32 < b >>> 32);
    }

    /** {@code gt_s}. */
    public static long gtS(long a, long b) {
        return ltS(b, a);
    }

    /** {@code gt_u}. */
    public static long gtU(long a, long b) {
        return ltU(b, a);
    }

    /** {@code le_s}. */
    public static long leS(long a, long b) {
        return ~ltS(b, a);
    }

    /** {@code le_u}. */
    public static long leU(long a, long b) {
        return ~ltU(b, a);
    }

    /** {@code ge_s}. */
    public static long geS(long a, long b) {
        return ~ltS(a, b);
    }

    /** {@code ge_u}. */
    public static long geU(long a, long b) {
        return ~ltU(a, b);
    }

    /** {@code min_s}. */
    public static long minS(long a, long b) {
        return of(Math.min((int) a, (int) b), Math.min(high(a), high(b)));
    }

    /** {@code max_s}. */
    public static long maxS(long a, long b) {
        return of(Math.max((int) a, (int) b), Math.max(high(a), high(b)));
    }

    /** {@code min_u}. */
    public static long minU(long a, long b) {
        return choose(ltU(a, b), a, b);
    }

    /** {@code max_u}. */
    public static long maxU(long a, long b) {
        return choose(ltU(a, b), b, a);
    }

    /** {@code shl}. */
    public static long shl(long a, int count) {
        return of((int) a << count, high(a) << count);
    }

    /** {@code shr_s}. */
    public static long shrS(long a, int count) {
        return of((int) a >> count, high(a) >> count);
    }

    /** {@code shr_u}. */
    public static long shrU(long a, int count) {
        return of((int) a >>> count, high(a) >>> count);
    }

    /** {@code all_true}. */
    public static int allTrue(long a) {
        return (int) a != 0 && high(a) != 0 ? 1 : 0;
    }

    /** {@code bitmask}. */
    public static int bitmask(long a) {
        return ((int) a >>> 31) | ((high(a) >>> 31) << 1);
    }

    /** {@code extend_i16x8_s} for a quarter of the vector. */
    public static long extendS(int shorts) {
        return of((short) shorts, shorts >> 16);
    }

    /** {@code extend_i16x8_u} for a quarter of the vector. */
    public static long extendU(int shorts) {
        return of(shorts & 0xFFFF, shorts >>> 16);
    }

    /** {@code extadd_pairwise_i16x8_s}. */
    public static long extaddPairwiseS(long a) {
        return of((short) a + ((int) a >> 16), (short) (a >>> 32) + (high(a) >> 16));
    }

    /** {@code extadd_pairwise_i16x8_u}. */
    public static long extaddPairwiseU(long a) {
        return (a & 0x0000_FFFF_0000_FFFFL) + ((a >>> 16) & 0x0000_FFFF_0000_FFFFL);
    }

    /** {@code extmul_i16x8_s} for a quarter of each vector. */
    public static long extmulS(int a, int b) {
        return of((short) a * (short) b, (a >> 16) * (b >> 16));
    }

    /** {@code extmul_i16x8_u} for a quarter of each vector. */
    public static long extmulU(int a, int b) {
        return of((a & 0xFFFF) * (b & 0xFFFF), (a >>> 16) * (b >>> 16));
    }

    /** {@code dot_i16x8_s}. */
    public static long dotS(long a, long b) {
        return add(extmulS(evens(a), evens(b)), odds(a, b));
    }

    private static int evens(long b) {
        return ((int) b & 0xFFFF) | ((int) (b >>> 16) & 0xFFFF_0000);
    }

    private static long odds(long a, long b) {
        return of(((int) a >> 16) * ((int) b >> 16), (high(a) >> 16) * (high(b) >> 16));
    }

    /** {@code relaxed_dot_i8x16_i7x16_add_s}. */
    public static long dotAddS(long a, long b, long c) {
        return add(extaddPairwiseS(Lanes16.dotS(a, b)), c);
    }

    /** {@code trunc_sat_f32x4_s}. */
    public static long truncSatS(long a) {
        return of((int) FloatLanes.low(a), (int) FloatLanes.high(a));
    }

    /** {@code trunc_sat_f32x4_u}. */
    public static long truncSatU(long a) {
        return of(unsigned(FloatLanes.low(a)), unsigned(FloatLanes.high(a)));
    }

    /** {@code trunc_sat_f64x2_s_zero}: returns the low half. */
    public static long truncSatS(long low, long high) {
        return of((int) Double.longBitsToDouble(low), (int) Double.longBitsToDouble(high));
    }

    /** {@code trunc_sat_f64x2_u_zero}: returns the low half. */
    public static long truncSatU(long low, long high) {
        return of(unsigned(Double.longBitsToDouble(low)), unsigned(Double.longBitsToDouble(high)));
    }

    private static int unsigned(double value) {
        // A NaN or a negative value becomes 0.
        return (int) Math.max(0, Math.min(LOW, (long) value));
    }
}
