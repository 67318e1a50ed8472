package org.vexhost.sandbox.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The initial state that a module declares: the values of its globals, and its segments. Refers to
 * the module's bytes.
 */
public final class InitialState {

    /** The value of a null reference. */
    public static final int NULL = -1;

    /** When a segment is used. */
    public enum Use {
        /** Written when an instance is created, and then dropped. */
        ACTIVE,
        /** Written by instructions. */
        PASSIVE,
        /** Only declares functions that code refers to; never written. */
        DECLARATIVE
    }

    /**
     * An element segment.
     *
     * @param type the code of the type of its elements
     * @param table the index of the table that an active segment is written to; -1 for others
     * @param offset the first element in that table, unsigned
     * @param references the elements: indexes of functions, or {@link #NULL}
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Elements(byte type, Use use, int table, int offset, int[] references) {}

    /**
     * A data segment.
     *
     * @param offset the address that an active segment is written to, unsigned
     * @param from the offset of its first byte in the module
     * @param to the offset after its last byte
     */
    public record Data(Use use, int offset, int from, int to) {

        /** Returns the number of its bytes. */
        public int length() {
            return to - from;
        }
    }

    private final byte[] bytes;
    private final List<Elements> elements = new ArrayList<>();
    private final List<Data> data = new ArrayList<>();
    private long[] values = new long[16];

    /** The high halves of the globals. Only vectors have a high half other than zero. */
    private long[] highs = new long[16];

    private int globals;

    InitialState(byte[] bytes) {
        this.bytes = bytes;
    }

    void addGlobal(long value, long high) {
        if (globals == values.length) {
            values = Arrays.copyOf(values, 2 * globals);
            highs = Arrays.copyOf(highs, 2 * globals);
        }
        highs[globals] = high;
        values[globals++] = value;
    }

    void add(Elements segment) {
        elements.add(segment);
    }

    void add(Data segment) {
        data.add(segment);
    }

    /** Returns the module's bytes. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] bytes() {
        return bytes;
    }

    /** Returns how many globals there are. */
    public int globals() {
        return globals;
    }

    /** Returns the value of a global: a float as its bits, and a vector as its low half. */
    public long global(int index) {
        return values[index];
    }

    /** Returns the high half of a global, which is zero for all but vectors. */
    public long high(int index) {
        return highs[index];
    }

    /** Returns the element segments, in order. */
    public List<Elements> elements() {
        return Collections.unmodifiableList(elements);
    }

    /** Returns the data segments, in order. */
    public List<Data> data() {
        return Collections.unmodifiableList(data);
    }
}
