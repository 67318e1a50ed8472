package org.vexhost.sandbox.binary;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Reads the names of functions and tags from the custom section {@code name}. The section is not
 * validated with the module and may contain anything. Unreadable parts are skipped; they are never
 * a reason to reject the module.
 */
public final class FunctionNames {

    private static final String SECTION = "name";
    private static final int FUNCTIONS = 1;
    private static final int TAGS = 11;
    private static final int MAX_NAME_BYTES = 1_024;

    private final byte[] bytes;
    private final int kind;
    private int position;
    private int end;

    private FunctionNames(int kind, byte[] bytes, int from, int to) {
        this.kind = kind;
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /**
     * Returns the names of selected functions; functions without a name are left out. Names are
     * guest text: each has at most 1,024 bytes, with malformed UTF-8 replaced.
     *
     * @param layout the module
     * @param wanted selects functions by index, imported ones included
     */
    public static Map<Integer, String> of(ModuleLayout layout, IntPredicate wanted) {
        Map<Integer, String> names = new HashMap<>();
        for (ModuleFacts.CustomSection section : layout.customSections) {
            if (section.name().equals(SECTION)) {
                int from = section.offset();
                new FunctionNames(FUNCTIONS, layout.bytes(), from, from + section.length())
                        .read(names, index -> index < layout.functionCount() && wanted.test(index));
                return names;
            }
        }
        return names;
    }

    /**
     * Returns the names of selected functions from a name section, as {@link #of} does.
     *
     * @param section the contents of the section
     * @param wanted selects functions by index, imported ones included
     */
    static Map<Integer, String> in(byte[] section, IntPredicate wanted) {
        Map<Integer, String> names = new HashMap<>();
        new FunctionNames(FUNCTIONS, section, 0, section.length).read(names, wanted);
        return names;
    }

    /**
     * Returns the names of selected tags from a name section, as {@link #in} does for functions.
     */
    static Map<Integer, String> ofTags(byte[] section, IntPredicate wanted) {
        Map<Integer, String> names = new HashMap<>();
        new FunctionNames(TAGS, section, 0, section.length).read(names, wanted);
        return names;
    }

    private void read(Map<Integer, String> names, IntPredicate wanted) {
        while (position < end) {
            int id = bytes[position++];
            long size = u32();
            if (size > end - position) {
                return;
            }
            if (id == kind) {
                end = position + (int) size;
                entries(names, wanted);
                return;
            }
            position += (int) size;
        }
    }

    private void entries(Map<Integer, String> names, IntPredicate wanted) {
        long count = u32();
        for (long i = 0; i < count && position < end; i++) {
            long index = u32();
            long length = u32();
            if (length > end - position) {
                return;
            }
            if (index <= Integer.MAX_VALUE && wanted.test((int) index)) {
                int kept = (int) Math.min(length, MAX_NAME_BYTES);
                names.putIfAbsent(
                        (int) index, new String(bytes, position, kept, StandardCharsets.UTF_8));
            }
            position += (int) length;
        }
    }

    /**
     * Reads a number. For a truncated or too large number, the result is larger than any valid
     * number.
     */
    private long u32() {
        long value = 0;
        for (int shift = 0; shift < 35 && position < end; shift += 7) {
            int next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return Long.MAX_VALUE;
    }
}
