package org.vexhost.sandbox.codegen.runtime;

/**
 * The Wasm operations that have no JVM instruction, as the specification defines them. This class
 * is public because generated code calls it. Operations that may trap are elsewhere, in the helpers
 * that {@link RuntimeNames} names. The only operations here that fail are those with a zero
 * divisor, with the JVM's own exception.
 *
 * <p>This class is long because it is a list of small functions.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/numerics.html">Numerics</a>
 */
public final class Arithmetic {

    /** The name of this class in generated code. */
    public static final String NAME = "org/vexhost/sandbox/codegen/runtime/Arithmetic";

    private static final int CANONICAL_NAN32 = 0x7FC0_0000;
    private static final long CANONICAL_NAN64 = 0x7FF8_0000_0000_0000L;
    private static final double TWO_POW_63 = 0x1p63;
    private static final double TWO_POW_64 = 0x1p64;

    private Arithmetic() {}

    /** {@code i32.eqz}. */
    public static int compare45(int a) {
        return a == 0 ? 1 : 0;
    }

    /** {@code i32.eq}. */
    public static int compare46(int a, int b) {
        return a == b ? 1 : 0;
    }

    /** {@code i32.ne}. */
    public static int compare47(int a, int b) {
        return a != b ? 1 : 0;
    }

    /** {@code i32.lt_s}. */
    public static int compare48(int a, int b) {
        return a < b ? 1 : 0;
    }

    /** {@code i32.lt_u}. */
    public static int compare49(int a, int b) {
        return (a ^ Integer.MIN_VALUE) < (b ^ Integer.MIN_VALUE) ? 1 : 0;
    }

    /** {@code i32.gt_s}. */
    public static int compare4a(int a, int b) {
        return a > b ? 1 : 0;
    }

    /** {@code i32.gt_u}. */
    public static int compare4b(int a, int b) {
        return (a ^ Integer.MIN_VALUE) > (b ^ Integer.MIN_VALUE) ? 1 : 0;
    }

    /** {@code i32.le_s}. */
    public static int compare4c(int a, int b) {
        return a <= b ? 1 : 0;
    }

    /** {@code i32.le_u}. */
    public static int compare4d(int a, int b) {
        return (a ^ Integer.MIN_VALUE) <= (b ^ Integer.MIN_VALUE) ? 1 : 0;
    }

    /** {@code i32.ge_s}. */
    public static int compare4e(int a, int b) {
        return a >= b ? 1 : 0;
    }

    /** {@code i32.ge_u}. */
    public static int compare4f(int a, int b) {
        return (a ^ Integer.MIN_VALUE) >= (b ^ Integer.MIN_VALUE) ? 1 : 0;
    }

    /** {@code i64.eqz}. */
    public static int compare50(long a) {
        return a == 0 ? 1 : 0;
    }

    /** {@code i64.eq}. */
    public static int compare51(long a, long b) {
        return a == b ? 1 : 0;
    }

    /** {@code i64.ne}. */
    public static int compare52(long a, long b) {
        return a != b ? 1 : 0;
    }

    /** {@code i64.lt_s}. */
    public static int compare53(long a, long b) {
        return a < b ? 1 : 0;
    }

    /** {@code i64.lt_u}. */
    public static int compare54(long a, long b) {
        return (a ^ Long.MIN_VALUE) < (b ^ Long.MIN_VALUE) ? 1 : 0;
    }

    /** {@code i64.gt_s}. */
    public static int compare55(long a, long b) {
        return a > b ? 1 : 0;
    }

    /** {@code i64.gt_u}. */
    public static int compare56(long a, long b) {
        return (a ^ Long.MIN_VALUE) > (b ^ Long.MIN_VALUE) ? 1 : 0;
    }

    /** {@code i64.le_s}. */
    public static int compare57(long a, long b) {
        return a <= b ? 1 : 0;
    }

    /** {@code i64.le_u}. */
    public static int compare58(long a, long b) {
        return (a ^ Long.MIN_VALUE) <= (b ^ Long.MIN_VALUE) ? 1 : 0;
    }

    /** {@code i64.ge_s}. */
    public static int compare59(long a, long b) {
        return a >= b ? 1 : 0;
    }

    /** {@code i64.ge_u}. */
    public static int compare5a(long a, long b) {
        return (a ^ Long.MIN_VALUE) >= (b ^ Long.MIN_VALUE) ? 1 : 0;
    }

    /** {@code f32.eq}. */
    public static int compare5b(float a, float b) {
        return a == b ? 1 : 0;
    }

    /** {@code f32.ne}. */
    public static int compare5c(float a, float b) {
        return a != b ? 1 : 0;
    }

    /** {@code f32.lt}. */
    public static int compare5d(float a, float b) {
        return a < b ? 1 : 0;
    }

    /** {@code f32.gt}. */
    public static int compare5e(float a, float b) {
        return a > b ? 1 : 0;
    }

    /** {@code f32.le}. */
    public static int compare5f(float a, float b) {
        return a <= b ? 1 : 0;
    }

    /** {@code f32.ge}. */
    public static int compare60(float a, float b) {
        return a >= b ? 1 : 0;
    }

    /** {@code f64.eq}. */
    public static int compare61(double a, double b) {
        return a == b ? 1 : 0;
    }

    /** {@code f64.ne}. */
    public static int compare62(double a, double b) {
        return a != b ? 1 : 0;
    }

    /** {@code f64.lt}. */
    public static int compare63(double a, double b) {
        return a < b ? 1 : 0;
    }

    /** {@code f64.gt}. */
    public static int compare64(double a, double b) {
        return a > b ? 1 : 0;
    }

    /** {@code f64.le}. */
    public static int compare65(double a, double b) {
        return a <= b ? 1 : 0;
    }

    /** {@code f64.ge}. */
    public static int compare66(double a, double b) {
        return a >= b ? 1 : 0;
    }

    /** Compares unsigned; returns a negative number, 0 or a positive number. */
    public static int compareUnsigned(long a, long b) {
        return Long.compare(a ^ Long.MIN_VALUE, b ^ Long.MIN_VALUE);
    }

    /** {@code i32.div_u}. */
    public static int divideUnsigned(int a, int b) {
        return (int) ((a & 0xFFFF_FFFFL) / (b & 0xFFFF_FFFFL));
    }

    /** {@code i32.rem_u}. */
    public static int remainderUnsigned(int a, int b) {
        return (int) ((a & 0xFFFF_FFFFL) % (b & 0xFFFF_FFFFL));
    }

    /** {@code i64.div_u}. */
    public static long divideUnsigned(long a, long b) {
        if (b < 0) {
            return compareUnsigned(a, b) < 0 ? 0 : 1;
        }
        if (a >= 0) {
            return a / b;
        }
        // Twice the quotient of half the dividend is the quotient, or one too small.
        long quotient = ((a >>> 1) / b) << 1;
        long rest = a - quotient * b;
        return quotient + (compareUnsigned(rest, b) >= 0 ? 1 : 0);
    }

    /** {@code i64.rem_u}. */
    public static long remainderUnsigned(long a, long b) {
        return a >= 0 && b > 0 ? a % b : a - divideUnsigned(a, b) * b;
    }

    /** {@code f32.abs}. */
    public static float abs(float a) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) & Integer.MAX_VALUE);
    }

    /** {@code f64.abs}. */
    public static double abs(double a) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(a) & Long.MAX_VALUE);
    }

    /** {@code f32.neg}. */
    public static float negate(float a) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) ^ Integer.MIN_VALUE);
    }

    /** {@code f64.neg}. */
    public static double negate(double a) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(a) ^ Long.MIN_VALUE);
    }

    /** {@code f32.copysign}. */
    public static float copySign(float a, float sign) {
        return Float.intBitsToFloat(
                (Float.floatToRawIntBits(a) & Integer.MAX_VALUE)
                        | (Float.floatToRawIntBits(sign) & Integer.MIN_VALUE));
    }

    /** {@code f64.copysign}. */
    public static double copySign(double a, double sign) {
        return Double.longBitsToDouble(
                (Double.doubleToRawLongBits(a) & Long.MAX_VALUE)
                        | (Double.doubleToRawLongBits(sign) & Long.MIN_VALUE));
    }

    // Adding -0 makes a signalling NaN quiet and changes nothing else.

    /** {@code f32.ceil}. */
    public static float ceil(float a) {
        return (float) Math.ceil(a) + -0.0F;
    }

    /** {@code f32.floor}. */
    public static float floor(float a) {
        return (float) Math.floor(a) + -0.0F;
    }

    /** {@code f32.trunc}. */
    public static float truncate(float a) {
        return (float) (a < 0 ? Math.ceil(a) : Math.floor(a)) + -0.0F;
    }

    /** {@code f32.nearest}. */
    public static float nearest(float a) {
        return (float) Math.rint(a) + -0.0F;
    }

    /** {@code f32.sqrt}. */
    public static float squareRoot(float a) {
        return (float) Math.sqrt(a);
    }

    /** {@code f32.min}. */
    public static float min(float a, float b) {
        return Math.min(a, b) + -0.0F;
    }

    /** {@code f32.max}. */
    public static float max(float a, float b) {
        return Math.max(a, b) + -0.0F;
    }

    /** {@code f64.ceil}. */
    public static double ceil(double a) {
        return Math.ceil(a) + -0.0;
    }

    /** {@code f64.floor}. */
    public static double floor(double a) {
        return Math.floor(a) + -0.0;
    }

    /** {@code f64.trunc}. */
    public static double truncate(double a) {
        return (a < 0 ? Math.ceil(a) : Math.floor(a)) + -0.0;
    }

    /** {@code f64.nearest}. */
    public static double nearest(double a) {
        return Math.rint(a) + -0.0;
    }

    /** {@code f64.min}. */
    public static double min(double a, double b) {
        return Math.min(a, b) + -0.0;
    }

    /** {@code f64.max}. */
    public static double max(double a, double b) {
        return Math.max(a, b) + -0.0;
    }

    /** Replaces any NaN by the canonical one. */
    public static float canonical(float a) {
        return Float.isNaN(a) ? Float.intBitsToFloat(CANONICAL_NAN32) : a;
    }

    /** Replaces any NaN by the canonical one. */
    public static double canonical(double a) {
        return Double.isNaN(a) ? Double.longBitsToDouble(CANONICAL_NAN64) : a;
    }

    /** {@code f32.convert_i32_u}. */
    public static float toFloatUnsigned(int a) {
        return (float) (a & 0xFFFF_FFFFL);
    }

    /** {@code f32.convert_i64_u}. */
    public static float toFloatUnsigned(long a) {
        // The value is halved, and the lost bit is kept, so that rounding gives the same result as
        // for the whole value.
        return a >= 0 ? (float) a : (float) (a >>> 1 | (a & 1)) * 2;
    }

    /** {@code f64.convert_i32_u}. */
    public static double toDoubleUnsigned(int a) {
        return (double) (a & 0xFFFF_FFFFL);
    }

    /** {@code f64.convert_i64_u}. */
    public static double toDoubleUnsigned(long a) {
        return a >= 0 ? (double) a : (double) (a >>> 1 | (a & 1)) * 2;
    }

    /** {@code i32.trunc_sat_f32_u} and {@code i32.trunc_sat_f64_u}. */
    public static int toIntUnsigned(double a) {
        // A NaN or a negative value becomes 0.
        return (int) Math.max(0, Math.min(0xFFFF_FFFFL, (long) a));
    }

    /** {@code i64.trunc_sat_f32_u} and {@code i64.trunc_sat_f64_u}. */
    public static long toLongUnsigned(double a) {
        if (!(a > 0)) {
            return 0;
        }
        if (a >= TWO_POW_64) {
            return -1;
        }
        return a < TWO_POW_63 ? (long) a : (long) (a - TWO_POW_63) ^ Long.MIN_VALUE;
    }

    /** Returns an entry of a long branch table, or 0 after its end. */
    public static int entry(String table, int index) {
        return index < table.length() ? table.charAt(index) : 0;
    }
}
