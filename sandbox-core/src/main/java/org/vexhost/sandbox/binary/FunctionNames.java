package org.vexhost.sandbox.binary;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Reads names of functions and tags from the custom section {@code name}. The section is not
 * validated with the module and may hold anything: what cannot be read is left out, and never a
 * reason to reject the module.
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
     * Returns the names of some functions, without those that have none. Names are guest text: at
     * most 1,024 bytes of each, malformed UTF-8 replaced.
     *
     * @param layout the module
     * @param wanted tells which functions, by index, imported ones counted first
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
     * Returns the names of some functions from a name section, as {@link #of} does.
     *
     * @param section the contents of the section
     * @param wanted tells which functions, by index, imported ones counted first
     */
    static Map<Integer, String> in(byte[] section, IntPredicate wanted) {
        Map<Integer, String> names = new HashMap<>();
        new FunctionNames(FUNCTIONS, section, 0, section.length).read(names, wanted);
        return names;
    }

    /**
     * Returns the names of some tags from a name section, as {@link #in} does those of functions.
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

    /** Reads a number. One that ends too early or is too large is larger than any that is valid. */
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
