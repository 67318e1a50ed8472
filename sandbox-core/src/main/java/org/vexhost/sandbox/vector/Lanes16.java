package org.vexhost.sandbox.vector;

/**
 * The {@code i16x8} instructions. A {@code long} contains one half of a vector: four lanes of 16
 * bits.
 *
 * <p>This class is long because it is a list of small functions.
 */
public final class Lanes16 {

    private static final long ONES = 0x0001_0001_0001_0001L;
    private static final long SIGNS = 0x8000_8000_8000_8000L;
    private static final long REST = 0x7FFF_7FFF_7FFF_7FFFL;
    private static final long EVEN = 0x00FF_00FF_00FF_00FFL;
    private static final long BYTE_SIGNS = 0x8080_8080_8080_8080L;

    /** A factor that gathers the lowest bit of each lane in the highest 16 bits. */
    private static final long GATHER = 0x0001_0002_0004_0008L;

    private Lanes16() {}

    /** {@code splat}. */
    public static long splat(int value) {
        return (value & 0xFFFF) * ONES;
    }

    /** Replaces the lane that begins at bit {@code at}. */
    public static long replaceLane(long lanes, int value, int at) {
        return (lanes & ~(0xFFFFL << at)) | (value & 0xFFFFL) << at;
    }

    private static long of(int first, int second, int third, int fourth) {
        return (first & 0xFFFFL)
                | (second & 0xFFFFL) << 16
                | (third & 0xFFFFL) << 32
                | (long) fourth << 48;
    }

    /** {@code add}. */
    public static long add(long a, long b) {
        return ((a & REST) + (b & REST)) ^ ((a ^ b) & SIGNS);
    }

    /** {@code sub}. */
    public static long sub(long a, long b) {
        return ((a | SIGNS) - (b & REST)) ^ ((a ^ ~b) & SIGNS);
    }

    /** {@code neg}. */
    public static long neg(long a) {
        return sub(0, a);
    }

    /** {@code mul}. */
    public static long mul(long a, long b) {
        return of(
                (int) a * (int) b,
                (int) (a >>> 16) * (int) (b >>> 16),
                (int) (a >>> 32) * (int) (b >>> 32),
                (int) (a >>> 48) * (int) (b >>> 48));
    }

    /**
     * Sets all bits of the lanes whose highest bit is set. All other bits of the argument must be
     * zero.
     */
    private static long fill(long signs) {
        return (signs << 1) - (signs >>> 15);
    }

    /**
     * Returns a value in which the highest bit of a lane is set if {@code a} is less than {@code b}
     * there, as unsigned numbers. All other bits are zero.
     */
    private static long below(long a, long b) {
        return ((~a & b) | (~(a ^ b) & sub(a, b))) & SIGNS;
    }

    /**
     * Returns a value in which the highest bit of a lane is set if that lane of {@code a} is not
     * zero. All other bits are zero.
     */
    private static long nonZero(long a) {
        return (((a & REST) + REST) | a) & SIGNS;
    }

    private static long choose(long mask, long a, long b) {
        return b ^ ((a ^ b) & mask);
    }

    /** {@code abs}. */
    public static long abs(long a) {
        long mask = fill(a & SIGNS);
        return sub(a ^ mask, mask);
    }

    /** {@code eq}. */
    public static long eq(long a, long b) {
        return fill(nonZero(a ^ b) ^ SIGNS);
    }

    /** {@code ne}. */
    public static long ne(long a, long b) {
        return fill(nonZero(a ^ b));
    }

    /** {@code lt_u}. */
    public static long ltU(long a, long b) {
        return fill(below(a, b));
    }

    /** {@code lt_s}. */
    public static long ltS(long a, long b) {
        return fill(below(a ^ SIGNS, b ^ SIGNS));
    }

    /** {@code gt_u}. */
    public static long gtU(long a, long b) {
        return ltU(b, a);
    }

    /** {@code gt_s}. */
    public static long gtS(long a, long b) {
        return ltS(b, a);
    }

    /** {@code le_u}. */
    public static long leU(long a, long b) {
        return ~ltU(b, a);
    }

    /** {@code le_s}. */
    public static long leS(long a, long b) {
        return ~ltS(b, a);
    }

    /** {@code ge_u}. */
    public static long geU(long a, long b) {
        return ~ltU(a, b);
    }

    /** {@code ge_s}. */
    public static long geS(long a, long b) {
        return ~ltS(a, b);
    }

    /** {@code min_u}. */
    public static long minU(long a, long b) {
        return choose(ltU(a, b), a, b);
    }

    /** {@code min_s}. */
    public static long minS(long a, long b) {
        return choose(ltS(a, b), a, b);
    }

    /** {@code max_u}. */
    public static long maxU(long a, long b) {
        return choose(ltU(a, b), b, a);
    }

    /** {@code max_s}. */
    public static long maxS(long a, long b) {
        return choose(ltS(a, b), b, a);
    }

    /** {@code add_sat_u}. */
    public static long addSatU(long a, long b) {
        long sum = add(a, b);
        return sum | ltU(sum, a);
    }

    /** {@code sub_sat_u}. */
    public static long subSatU(long a, long b) {
        return sub(a, b) & ~ltU(a, b);
    }

    /** {@code add_sat_s}. */
    public static long addSatS(long a, long b) {
        long sum = add(a, b);
        return saturated(a, sum, ~(a ^ b) & (a ^ sum));
    }

    /** {@code sub_sat_s}. */
    public static long subSatS(long a, long b) {
        long difference = sub(a, b);
        return saturated(a, difference, (a ^ b) & (a ^ difference));
    }

    /**
     * Replaces each lane that overflowed by the largest or smallest number, depending on the sign
     * of {@code a}.
     */
    private static long saturated(long a, long result, long overflow) {
        return choose(fill(overflow & SIGNS), REST + ((a & SIGNS) >>> 15), result);
    }

    /** {@code avgr_u}. */
    public static long avgrU(long a, long b) {
        return (a | b) - (((a ^ b) >>> 1) & REST);
    }

    /** {@code q15mulr_sat_s}. */
    public static long q15mulrSatS(long a, long b) {
        return of(
                rounded((short) a * (short) b),
                rounded((short) (a >>> 16) * (short) (b >>> 16)),
                rounded((short) (a >>> 32) * (short) (b >>> 32)),
                rounded((short) (a >>> 48) * (short) (b >>> 48)));
    }

    private static int rounded(int product) {
        return Math.min((product + 0x4000) >> 15, Short.MAX_VALUE);
    }

    /** {@code shl}. */
    public static long shl(long a, int count) {
        int n = count & 15;
        return (a << n) & ((0xFFFF << n) & 0xFFFF) * ONES;
    }

    /** {@code shr_u}. */
    public static long shrU(long a, int count) {
        int n = count & 15;
        return (a >>> n) & (0xFFFF >>> n) * ONES;
    }

    /** {@code shr_s}. */
    public static long shrS(long a, int count) {
        int n = count & 15;
        return shrU(a, n) | (fill(a & SIGNS) & ~((0xFFFF >>> n) * ONES));
    }

    /** {@code all_true}. */
    public static int allTrue(long a) {
        return nonZero(a) == SIGNS ? 1 : 0;
    }

    /** {@code bitmask}. */
    public static int bitmask(long a) {
        return (int) ((((a & SIGNS) >>> 15) * GATHER) >>> 48) & 0xF;
    }

    /** {@code narrow_i32x4_s}. */
    public static long narrowS(long low, long high) {
        return narrow(low, high, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** {@code narrow_i32x4_u}. */
    public static long narrowU(long low, long high) {
        return narrow(low, high, 0, 0xFFFF);
    }

    private static long narrow(long low, long high, int least, int most) {
        return of(
                Math.max(least, Math.min(most, (int) low)),
                Math.max(least, Math.min(most, (int) (low >>> 32))),
                Math.max(least, Math.min(most, (int) high)),
                Math.max(least, Math.min(most, (int) (high >>> 32))));
    }

    /** {@code extend_i8x16_u} for a quarter of the vector. */
    public static long extendU(int bytes) {
        long pairs = bytes & 0xFFFF_FFFFL;
        pairs = (pairs | pairs << 16) & 0x0000_FFFF_0000_FFFFL;
        return (pairs | pairs << 8) & EVEN;
    }

    /** {@code extend_i8x16_s} for a quarter of the vector. */
    public static long extendS(int bytes) {
        long lanes = extendU(bytes);
        long signs = lanes & 0x0080_0080_0080_0080L;
        return lanes | ((signs << 9) - (signs << 1));
    }

    /** {@code extadd_pairwise_i8x16_u}. */
    public static long extaddPairwiseU(long a) {
        return (a & EVEN) + ((a >>> 8) & EVEN);
    }

    /** {@code extadd_pairwise_i8x16_s}. */
    public static long extaddPairwiseS(long a) {
        return sub(extaddPairwiseU(a ^ BYTE_SIGNS), 0x100 * ONES);
    }

    /** {@code extmul_i8x16_s} for a quarter of each vector. */
    public static long extmulS(int a, int b) {
        return of(
                (byte) a * (byte) b,
                (byte) (a >>> 8) * (byte) (b >>> 8),
                (byte) (a >>> 16) * (byte) (b >>> 16),
                (a >> 24) * (b >> 24));
    }

    /** {@code extmul_i8x16_u} for a quarter of each vector. */
    public static long extmulU(int a, int b) {
        return of(
                (a & 0xFF) * (b & 0xFF),
                (a >>> 8 & 0xFF) * (b >>> 8 & 0xFF),
                (a >>> 16 & 0xFF) * (b >>> 16 & 0xFF),
                (a >>> 24) * (b >>> 24));
    }

    /** {@code relaxed_dot_i8x16_i7x16_s}: both operands are signed, and sums wrap around. */
    public static long dotS(long a, long b) {
        return add(extmulEven(a, b), extmulEven(a >>> 8, b >>> 8));
    }

    private static long extmulEven(long a, long b) {
        return of(
                (byte) a * (byte) b,
                (byte) (a >>> 16) * (byte) (b >>> 16),
                (byte) (a >>> 32) * (byte) (b >>> 32),
                (byte) (a >>> 48) * (byte) (b >>> 48));
    }
}
