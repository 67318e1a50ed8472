package org.vexhost.sandbox.vector;

/**
 * The {@code i8x16} instructions. A {@code long} contains one half of a vector: eight lanes of 8
 * bits.
 */
public final class Lanes8 {

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SIGNS = 0x8080_8080_8080_8080L;
    private static final long REST = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final long EVEN = 0x00FF_00FF_00FF_00FFL;

    /** A factor that gathers the lowest bit of each lane in the highest byte. */
    private static final long GATHER = 0x0102_0408_1020_4080L;

    private Lanes8() {}

    /** {@code splat}. */
    public static long splat(int value) {
        return (value & 0xFF) * ONES;
    }

    /** Replaces the lane that begins at bit {@code at}. */
    public static long replaceLane(long lanes, int value, int at) {
        return (lanes & ~(0xFFL << at)) | (value & 0xFFL) << at;
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

    /**
     * Sets all bits of the lanes whose highest bit is set. All other bits of the argument must be
     * zero.
     */
    private static long fill(long signs) {
        return (signs << 1) - (signs >>> 7);
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
        return choose(fill(overflow & SIGNS), REST + ((a & SIGNS) >>> 7), result);
    }

    /** {@code avgr_u}. */
    public static long avgrU(long a, long b) {
        return (a | b) - (((a ^ b) >>> 1) & REST);
    }

    /** {@code popcnt}. */
    public static long popcnt(long a) {
        long pairs = a - ((a >>> 1) & 0x5555_5555_5555_5555L);
        long fours = (pairs & 0x3333_3333_3333_3333L) + ((pairs >>> 2) & 0x3333_3333_3333_3333L);
        return (fours + (fours >>> 4)) & 0x0F0F_0F0F_0F0F_0F0FL;
    }

    /** {@code shl}. */
    public static long shl(long a, int count) {
        int n = count & 7;
        return (a << n) & ((0xFF << n) & 0xFF) * ONES;
    }

    /** {@code shr_u}. */
    public static long shrU(long a, int count) {
        int n = count & 7;
        return (a >>> n) & (0xFF >>> n) * ONES;
    }

    /** {@code shr_s}. */
    public static long shrS(long a, int count) {
        int n = count & 7;
        return shrU(a, n) | (fill(a & SIGNS) & ~((0xFF >>> n) * ONES));
    }

    /** {@code all_true}. */
    public static int allTrue(long a) {
        return nonZero(a) == SIGNS ? 1 : 0;
    }

    /** {@code bitmask}. */
    public static int bitmask(long a) {
        return (int) ((((a & SIGNS) >>> 7) * GATHER) >>> 56);
    }

    /** {@code narrow_i16x8_s}. */
    public static long narrowS(long low, long high) {
        return pack(clamp(low, -0x80, 0x7F)) | pack(clamp(high, -0x80, 0x7F)) << 32;
    }

    /** {@code narrow_i16x8_u}. */
    public static long narrowU(long low, long high) {
        return pack(clamp(low, 0, 0xFF)) | pack(clamp(high, 0, 0xFF)) << 32;
    }

    /** Clamps signed lanes of 16 bits to a range that includes both bounds. */
    private static long clamp(long a, int least, int most) {
        return Lanes16.minS(Lanes16.maxS(a, Lanes16.splat(least)), Lanes16.splat(most));
    }

    /** Returns the low bytes of four lanes of 16 bits. */
    private static long pack(long lanes) {
        long pairs = lanes & EVEN;
        pairs = (pairs | pairs >>> 8) & 0x0000_FFFF_0000_FFFFL;
        return (pairs | pairs >>> 16) & 0xFFFF_FFFFL;
    }

    /** {@code swizzle}: returns one half of the result. */
    public static long swizzle(long low, long high, long indexes) {
        long result = 0;
        for (int at = 0; at < Long.SIZE; at += 8) {
            int index = (int) (indexes >>> at) & 0xFF;
            long from = index < 8 ? low : index < 16 ? high : 0;
            result |= (from >>> ((index & 7) << 3) & 0xFF) << at;
        }
        return result;
    }
}
