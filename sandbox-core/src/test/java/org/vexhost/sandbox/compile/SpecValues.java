package org.vexhost.sandbox.compile;

import com.dylibso.chicory.wasm.types.Value;
import java.util.List;
import java.util.Map;

/** Values as the converted scripts of the official test suite have them. */
final class SpecValues {

    private static final int F32_QUIET = 0x7FC0_0000;
    private static final long F64_QUIET = 0x7FF8_0000_0000_0000L;

    private SpecValues() {}

    /** Returns an argument as the host passes it. */
    static long argument(Map<?, ?> value) {
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
        if (expected.size() != actual.length) {
            return actual.length + " results, not " + expected.size();
        }
        for (int i = 0; i < actual.length; i++) {
            Map<?, ?> value = (Map<?, ?>) expected.get(i);
            if (!matches(value, actual[i])) {
                return "result " + i + " is 0x" + Long.toHexString(actual[i]) + ", not " + value;
            }
        }
        return null;
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
