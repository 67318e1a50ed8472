package org.vexhost.sandbox.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Lanes of a long do not touch each other:")
final class LanesTest {

    private static final int RANDOM = 200_000;

    /** Smallest, largest and neighbours; the width cuts them off. */
    private static final long[] EDGES = {
        0, 1, 2, -1, -2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFFL, 0x8000_0000L
    };

    /** An operation on two lanes that are sign-extended, of which the lowest bits count. */
    private static Arguments lanes(
            String name, int bits, LongBinaryOperator vector, LongBinaryOperator scalar) {
        return arguments(name, bits, vector, scalar);
    }

    private static long unsigned(long value, int bits) {
        return value & (-1L >>> (Long.SIZE - bits));
    }

    private static long sign(long value, int bits) {
        int rest = Long.SIZE - bits;
        return value << rest >> rest;
    }

    private static long clamp(long value, long least, long most) {
        return Math.max(least, Math.min(most, value));
    }

    private static LongBinaryOperator mask(java.util.function.LongPredicate holds) {
        return (a, b) -> holds.test(Long.compare(a, b)) ? -1 : 0;
    }

    private static LongBinaryOperator unsigned(int bits, LongBinaryOperator scalar) {
        return (a, b) -> scalar.applyAsLong(unsigned(a, bits), unsigned(b, bits));
    }

    static Stream<Arguments> operations() {
        return Stream.of(bytes(), shorts(), ints()).flatMap(each -> each);
    }

    private static Stream<Arguments> bytes() {
        return Stream.of(
                lanes("add", 8, Lanes8::add, Long::sum),
                lanes("sub", 8, Lanes8::sub, (a, b) -> a - b),
                lanes("neg", 8, (a, b) -> Lanes8.neg(a), (a, b) -> -a),
                lanes("abs", 8, (a, b) -> Lanes8.abs(a), (a, b) -> Math.abs(a)),
                lanes("eq", 8, Lanes8::eq, mask(c -> c == 0)),
                lanes("ne", 8, Lanes8::ne, mask(c -> c != 0)),
                lanes("lt_s", 8, Lanes8::ltS, mask(c -> c < 0)),
                lanes("gt_s", 8, Lanes8::gtS, mask(c -> c > 0)),
                lanes("le_s", 8, Lanes8::leS, mask(c -> c <= 0)),
                lanes("ge_s", 8, Lanes8::geS, mask(c -> c >= 0)),
                lanes("lt_u", 8, Lanes8::ltU, unsigned(8, mask(c -> c < 0))),
                lanes("gt_u", 8, Lanes8::gtU, unsigned(8, mask(c -> c > 0))),
                lanes("le_u", 8, Lanes8::leU, unsigned(8, mask(c -> c <= 0))),
                lanes("ge_u", 8, Lanes8::geU, unsigned(8, mask(c -> c >= 0))),
                lanes("min_s", 8, Lanes8::minS, Math::min),
                lanes("max_s", 8, Lanes8::maxS, Math::max),
                lanes("min_u", 8, Lanes8::minU, unsigned(8, Math::min)),
                lanes("max_u", 8, Lanes8::maxU, unsigned(8, Math::max)),
                lanes("add_sat_s", 8, Lanes8::addSatS, (a, b) -> clamp(a + b, -128, 127)),
                lanes("sub_sat_s", 8, Lanes8::subSatS, (a, b) -> clamp(a - b, -128, 127)),
                lanes("add_sat_u", 8, Lanes8::addSatU, unsigned(8, (a, b) -> clamp(a + b, 0, 255))),
                lanes("sub_sat_u", 8, Lanes8::subSatU, unsigned(8, (a, b) -> clamp(a - b, 0, 255))),
                lanes("avgr_u", 8, Lanes8::avgrU, unsigned(8, (a, b) -> (a + b + 1) >> 1)),
                lanes(
                        "popcnt",
                        8,
                        (a, b) -> Lanes8.popcnt(a),
                        unsigned(8, (a, b) -> Long.bitCount(a))));
    }

    private static Stream<Arguments> shorts() {
        return Stream.of(
                lanes("add", 16, Lanes16::add, Long::sum),
                lanes("sub", 16, Lanes16::sub, (a, b) -> a - b),
                lanes("mul", 16, Lanes16::mul, (a, b) -> a * b),
                lanes("neg", 16, (a, b) -> Lanes16.neg(a), (a, b) -> -a),
                lanes("abs", 16, (a, b) -> Lanes16.abs(a), (a, b) -> Math.abs(a)),
                lanes("eq", 16, Lanes16::eq, mask(c -> c == 0)),
                lanes("ne", 16, Lanes16::ne, mask(c -> c != 0)),
                lanes("lt_s", 16, Lanes16::ltS, mask(c -> c < 0)),
                lanes("gt_s", 16, Lanes16::gtS, mask(c -> c > 0)),
                lanes("le_s", 16, Lanes16::leS, mask(c -> c <= 0)),
                lanes("ge_s", 16, Lanes16::geS, mask(c -> c >= 0)),
                lanes("lt_u", 16, Lanes16::ltU, unsigned(16, mask(c -> c < 0))),
                lanes("gt_u", 16, Lanes16::gtU, unsigned(16, mask(c -> c > 0))),
                lanes("le_u", 16, Lanes16::leU, unsigned(16, mask(c -> c <= 0))),
                lanes("ge_u", 16, Lanes16::geU, unsigned(16, mask(c -> c >= 0))),
                lanes("min_s", 16, Lanes16::minS, Math::min),
                lanes("max_s", 16, Lanes16::maxS, Math::max),
                lanes("min_u", 16, Lanes16::minU, unsigned(16, Math::min)),
                lanes("max_u", 16, Lanes16::maxU, unsigned(16, Math::max)),
                lanes("add_sat_s", 16, Lanes16::addSatS, (a, b) -> clamp(a + b, -32768, 32767)),
                lanes("sub_sat_s", 16, Lanes16::subSatS, (a, b) -> clamp(a - b, -32768, 32767)),
                lanes(
                        "add_sat_u",
                        16,
                        Lanes16::addSatU,
                        unsigned(16, (a, b) -> clamp(a + b, 0, 65535))),
                lanes(
                        "sub_sat_u",
                        16,
                        Lanes16::subSatU,
                        unsigned(16, (a, b) -> clamp(a - b, 0, 65535))),
                lanes("avgr_u", 16, Lanes16::avgrU, unsigned(16, (a, b) -> (a + b + 1) >> 1)),
                lanes(
                        "q15mulr_sat_s",
                        16,
                        Lanes16::q15mulrSatS,
                        (a, b) -> clamp((a * b + 0x4000) >> 15, -32768, 32767)));
    }

    private static Stream<Arguments> ints() {
        return Stream.of(
                lanes("add", 32, Lanes32::add, Long::sum),
                lanes("sub", 32, Lanes32::sub, (a, b) -> a - b),
                lanes("mul", 32, Lanes32::mul, (a, b) -> a * b),
                lanes("neg", 32, (a, b) -> Lanes32.neg(a), (a, b) -> -a),
                lanes("abs", 32, (a, b) -> Lanes32.abs(a), (a, b) -> Math.abs(a)),
                lanes("eq", 32, Lanes32::eq, mask(c -> c == 0)),
                lanes("ne", 32, Lanes32::ne, mask(c -> c != 0)),
                lanes("lt_s", 32, Lanes32::ltS, mask(c -> c < 0)),
                lanes("gt_s", 32, Lanes32::gtS, mask(c -> c > 0)),
                lanes("le_s", 32, Lanes32::leS, mask(c -> c <= 0)),
                lanes("ge_s", 32, Lanes32::geS, mask(c -> c >= 0)),
                lanes("lt_u", 32, Lanes32::ltU, unsigned(32, mask(c -> c < 0))),
                lanes("gt_u", 32, Lanes32::gtU, unsigned(32, mask(c -> c > 0))),
                lanes("le_u", 32, Lanes32::leU, unsigned(32, mask(c -> c <= 0))),
                lanes("ge_u", 32, Lanes32::geU, unsigned(32, mask(c -> c >= 0))),
                lanes("min_s", 32, Lanes32::minS, Math::min),
                lanes("max_s", 32, Lanes32::maxS, Math::max),
                lanes("min_u", 32, Lanes32::minU, unsigned(32, Math::min)),
                lanes("max_u", 32, Lanes32::maxU, unsigned(32, Math::max)));
    }

    @ParameterizedTest(name = "{0} of {1} bits")
    @MethodSource("operations")
    void operation(String name, int bits, LongBinaryOperator vector, LongBinaryOperator scalar) {
        Random random = new Random(bits);
        for (long a : EDGES) {
            for (long b : EDGES) {
                check(name, bits, vector, scalar, splat(a, bits), splat(b, bits));
                check(name, bits, vector, scalar, mixed(random, a, bits), mixed(random, b, bits));
            }
        }
        for (int i = 0; i < RANDOM; i++) {
            long some = random.nextLong();
            long b = some & random.nextLong();
            check(name, bits, vector, scalar, random.nextLong(), b);
        }
    }

    @ParameterizedTest(name = "{0}: all pairs of bytes")
    @MethodSource("bytes")
    void pairs(String name, int bits, LongBinaryOperator vector, LongBinaryOperator scalar) {
        Random random = new Random(1);
        for (int pair = 0; pair < 1 << 16; pair++) {
            int at = random.nextInt(8) * 8;
            long a = (random.nextLong() & ~(0xFFL << at)) | (pair & 0xFFL) << at;
            long b = (random.nextLong() & ~(0xFFL << at)) | (pair >> 8 & 0xFFL) << at;
            check(name, bits, vector, scalar, a, b);
        }
    }

    private static long splat(long value, int bits) {
        long lanes = 0;
        for (int at = 0; at < Long.SIZE; at += bits) {
            lanes |= unsigned(value, bits) << at;
        }
        return lanes;
    }

    private static long mixed(Random random, long value, int bits) {
        long mask = splat(random.nextBoolean() ? 0 : -1, bits) & random.nextLong();
        return splat(value, bits) ^ mask;
    }

    private static void check(
            String name,
            int bits,
            LongBinaryOperator vector,
            LongBinaryOperator scalar,
            long a,
            long b) {
        long expected = 0;
        for (int at = 0; at < Long.SIZE; at += bits) {
            long one = sign(a >>> at, bits);
            long other = sign(b >>> at, bits);
            expected |= unsigned(scalar.applyAsLong(one, other), bits) << at;
        }
        long actual = vector.applyAsLong(a, b);
        if (expected != actual) {
            assertEquals(
                    Long.toHexString(expected),
                    Long.toHexString(actual),
                    () -> name + " " + Long.toHexString(a) + " " + Long.toHexString(b));
        }
    }

    @Test
    void countsOfShiftsWrap() {
        Random random = new Random(3);
        for (int count : new int[] {0, 1, 7, 8, 15, 16, 31, 32, -1, Integer.MIN_VALUE, 1000}) {
            int n8 = count & 7;
            int n16 = count & 15;
            check("shl", 8, (a, b) -> Lanes8.shl(a, count), (a, b) -> a << n8, random);
            check("shr_s", 8, (a, b) -> Lanes8.shrS(a, count), (a, b) -> a >> n8, random);
            check("shr_u", 8, (a, b) -> Lanes8.shrU(a, count), (a, b) -> (a & 0xFF) >> n8, random);
            check("shl", 16, (a, b) -> Lanes16.shl(a, count), (a, b) -> a << n16, random);
            check("shr_s", 16, (a, b) -> Lanes16.shrS(a, count), (a, b) -> a >> n16, random);
            check(
                    "shr_u",
                    16,
                    (a, b) -> Lanes16.shrU(a, count),
                    (a, b) -> (a & 0xFFFF) >> n16,
                    random);
            check("shl", 32, (a, b) -> Lanes32.shl(a, count), (a, b) -> (int) a << count, random);
            check(
                    "shr_s",
                    32,
                    (a, b) -> Lanes32.shrS(a, count),
                    (a, b) -> (int) a >> count,
                    random);
            check(
                    "shr_u",
                    32,
                    (a, b) -> Lanes32.shrU(a, count),
                    (a, b) -> (int) a >>> count,
                    random);
        }
    }

    private static void check(
            String name,
            int bits,
            LongBinaryOperator vector,
            LongBinaryOperator scalar,
            Random random) {
        for (int i = 0; i < 1_000; i++) {
            check(name, bits, vector, scalar, random.nextLong(), 0);
        }
    }

    @Test
    void masksHaveABitForEachLane() {
        Random random = new Random(4);
        for (int i = 0; i < RANDOM; i++) {
            long some = random.nextLong();
            long a = some & random.nextLong();
            int bytes = 0;
            int shorts = 0;
            boolean allBytes = true;
            boolean allShorts = true;
            for (int lane = 0; lane < 8; lane++) {
                bytes |= (int) (a >>> (lane * 8 + 7) & 1) << lane;
                allBytes &= (a >>> (lane * 8) & 0xFF) != 0;
                if (lane < 4) {
                    shorts |= (int) (a >>> (lane * 16 + 15) & 1) << lane;
                    allShorts &= (a >>> (lane * 16) & 0xFFFF) != 0;
                }
            }
            assertEquals(bytes, Lanes8.bitmask(a));
            assertEquals(shorts, Lanes16.bitmask(a));
            assertEquals(allBytes ? 1 : 0, Lanes8.allTrue(a));
            assertEquals(allShorts ? 1 : 0, Lanes16.allTrue(a));
        }
    }

    @Test
    void indexesOfSwizzleBeyondTheVectorGiveZero() {
        long low = 0x0706_0504_0302_0110L;
        long high = 0x0F0E_0D0C_0B0A_0908L;
        assertEquals(low, Lanes8.swizzle(low, high, 0x0706_0504_0302_0100L));
        assertEquals(high, Lanes8.swizzle(low, high, 0x0F0E_0D0C_0B0A_0908L));
        assertEquals(0, Lanes8.swizzle(low, high, 0x10FF_8011_2040_7F90L));
        assertEquals(0x0F10_0000_0000_0000L, Lanes8.swizzle(low, high, 0x0F00_FFFF_FFFF_FFFFL));
    }
}
