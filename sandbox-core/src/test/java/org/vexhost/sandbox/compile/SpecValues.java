package org.vexhost.sandbox.compile;

import com.dylibso.chicory.wasm.types.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Values as the converted scripts of the official test suite have them. */
final class SpecValues {

    private static final int F32_QUIET = 0x7FC0_0000;
    private static final long F64_QUIET = 0x7FF8_0000_0000_0000L;

    private SpecValues() {}

    /** Returns arguments as the host passes them: two longs for each vector. */
    static long[] arguments(List<?> values) {
        return values.stream()
                .map(value -> (Map<?, ?>) value)
                .flatMapToLong(
                        value ->
                                isVector(value)
                                        ? LongStream.of(half(value, 0), half(value, 1))
                                        : LongStream.of(argument(value)))
                .toArray();
    }

    private static boolean isVector(Map<?, ?> value) {
        return "v128".equals(value.get("type"));
    }

    private static int laneBits(Map<?, ?> vector) {
        return Integer.parseInt(((String) vector.get("lane_type")).substring(1));
    }

    private static long half(Map<?, ?> vector, int half) {
        int bits = laneBits(vector);
        List<?> lanes = (List<?>) vector.get("value");
        int count = Long.SIZE / bits;
        long result = 0;
        for (int i = 0; i < count; i++) {
            long lane = signed(String.valueOf(lanes.get(half * count + i)));
            result |= (lane & (-1L >>> (Long.SIZE - bits))) << (i * bits);
        }
        return result;
    }

    private static boolean matchesVector(Map<?, ?> expected, long low, long high) {
        if ("either".equals(expected.get("type"))) {
            return ((List<?>) expected.get("values"))
                    .stream().anyMatch(value -> matchesVector((Map<?, ?>) value, low, high));
        }
        int bits = laneBits(expected);
        List<?> lanes = (List<?>) expected.get("value");
        for (int i = 0; i < lanes.size(); i++) {
            int at = i * bits;
            long lane = (at < Long.SIZE ? low : high) >>> (at % Long.SIZE);
            String text = String.valueOf(lanes.get(i));
            boolean isSame =
                    bits < Integer.SIZE
                            ? ((lane ^ signed(text)) & ((1L << bits) - 1)) == 0
                            : matches(
                                    Map.of("type", expected.get("lane_type"), "value", text), lane);
            if (!isSame) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVectorOrEither(Map<?, ?> value) {
        return isVector(value)
                || ("either".equals(value.get("type"))
                        && isVector((Map<?, ?>) ((List<?>) value.get("values")).get(0)));
    }

    /** Returns an argument as the host passes it. */
    private static long argument(Map<?, ?> value) {
        String text = String.valueOf(value.get("value"));
        if (text.equals("null") || value.get("value") == null) {
            return Value.REF_NULL_VALUE;
        }
        return bits(value.get("type"), text);
    }

    private static long bits(Object type, String text) {
        boolean isShort = "i32".equals(type) || "f32".equals(type);
        return isShort ? (int) Long.parseLong(text) : signed(text);
    }

    private static long signed(String text) {
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    /** Returns what differs, or null. */
    static String compare(List<?> expected, long[] actual) {
        int at = 0;
        for (Object each : expected) {
            Map<?, ?> value = (Map<?, ?>) each;
            boolean isVector = isVectorOrEither(value);
            int longs = isVector ? 2 : 1;
            if (at + longs > actual.length) {
                return actual.length + " longs are too few for " + expected;
            }
            boolean isSame =
                    isVector
                            ? matchesVector(value, actual[at], actual[at + 1])
                            : matches(value, actual[at]);
            if (!isSame) {
                String high = isVector ? "0x" + Long.toHexString(actual[at + 1]) + " " : "";
                return "result " + high + "0x" + Long.toHexString(actual[at]) + ", not " + value;
            }
            at += longs;
        }
        return at == actual.length ? null : actual.length + " longs are too many for " + expected;
    }

    private static boolean matches(Map<?, ?> expected, long actual) {
        String type = (String) expected.get("type");
        if (type.equals("either")) {
            return ((List<?>) expected.get("values"))
                    .stream().anyMatch(value -> matches((Map<?, ?>) value, actual));
        }
        Object given = expected.get("value");
        boolean isReference = type.endsWith("ref") || type.startsWith("ref");
        if (isReference) {
            return isReference(type, (String) given, (int) actual);
        }
        String text = (String) given;
        boolean isShort = type.endsWith("32");
        if (text.startsWith("nan:")) {
            boolean isCanonical = text.equals("nan:canonical");
            if (isShort) {
                int bits = (int) actual & Integer.MAX_VALUE;
                return isCanonical ? bits == F32_QUIET : (bits & F32_QUIET) == F32_QUIET;
            }
            long bits = actual & Long.MAX_VALUE;
            return isCanonical ? bits == F64_QUIET : (bits & F64_QUIET) == F64_QUIET;
        }
        long bits = bits(type, text);
        return isShort ? (int) bits == (int) actual : bits == actual;
    }

    /** Without a value, a type such as {@code externref} stands for anything but null. */
    private static boolean isReference(String type, String given, int actual) {
        if (given == null && type.endsWith("ref")) {
            return actual != Value.REF_NULL_VALUE;
        }
        int expected =
                given == null || given.equals("null")
                        ? Value.REF_NULL_VALUE
                        : Integer.parseInt(given);
        return actual == expected;
    }
}
