package org.vexhost.sandbox.binary.initial;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.binary.ModuleLayout.Section;
import org.vexhost.sandbox.binary.instruction.Cursor;

/**
 * The initial state that a validated module declares. Refers to the module's bytes.
 *
 * @param bytes the module
 * @param globals the values of the globals, floats as their bits; of vectors, the low halves
 * @param highs the high halves of the globals, which are zero for all but vectors
 * @param elements the element segments, in order
 * @param data the data segments, in order
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on once, never compared.
public record InitialState(
        byte[] bytes, long[] globals, long[] highs, List<Elements> elements, List<Data> data) {

    /** The value of a null reference. */
    public static final int NULL = -1;

    private static final int GLOBALS = 6;
    private static final int ELEMENTS = 9;
    private static final int DATA = 11;

    /** When a segment is used. */
    public enum Use {
        /** Written when an instance is created, and then dropped. */
        ACTIVE,
        /** Written by instructions. */
        PASSIVE,
        /** Only declares functions that code refers to; not written. */
        DECLARATIVE
    }

    /**
     * An element segment.
     *
     * @param table the index of the table that an active segment is written to
     * @param offset the first element in that table, unsigned
     * @param references the elements: indexes of functions, or {@link #NULL}
     */
    public record Elements(Use use, int table, int offset, int[] references) {}

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

    /**
     * Reads the initial state of a module.
     *
     * @throws InvalidModuleException never, since the module is validated
     */
    public static InitialState of(ModuleLayout layout) throws InvalidModuleException {
        byte[] bytes = layout.bytes();
        Cursor cursor = new Cursor(bytes);
        ConstantValues values = new ConstantValues(bytes, cursor);
        List<Elements> elements = new ArrayList<>();
        List<Data> data = new ArrayList<>();
        for (Section section : layout.sections()) {
            cursor.select(section.from(), section.to());
            switch (section.id()) {
                case GLOBALS -> {
                    for (long left = cursor.u32(); left > 0; left--) {
                        cursor.skip(2); // Type and mutability.
                        values.addGlobal();
                    }
                }
                case ELEMENTS -> {
                    for (long left = cursor.u32(); left > 0; left--) {
                        elements.add(elements(cursor, values));
                    }
                }
                case DATA -> {
                    for (long left = cursor.u32(); left > 0; left--) {
                        data.add(data(cursor, values));
                    }
                }
                default -> {}
            }
        }
        return new InitialState(bytes, values.globals(), values.highs(), elements, data);
    }

    private static Elements elements(Cursor cursor, ConstantValues values)
            throws InvalidModuleException {
        int flags = (int) cursor.u32();
        boolean isActive = (flags & 1) == 0;
        boolean isExplicit = (flags & 2) != 0;
        boolean isWritten = (flags & 4) != 0;
        int table = isActive && isExplicit ? (int) cursor.u32() : 0;
        int offset = isActive ? (int) values.next() : 0;
        if (!isActive || isExplicit) {
            cursor.skip(1); // The kind or type of its elements.
        }
        int[] references = new int[(int) cursor.u32()];
        for (int i = 0; i < references.length; i++) {
            references[i] = (int) (isWritten ? values.next() : cursor.u32());
        }
        Use use = isActive ? Use.ACTIVE : isExplicit ? Use.DECLARATIVE : Use.PASSIVE;
        return new Elements(use, table, offset, references);
    }

    private static Data data(Cursor cursor, ConstantValues values) throws InvalidModuleException {
        long kind = cursor.u32();
        if (kind == 2) {
            long ignored = cursor.u32(); // The only memory.
        }
        int offset = kind == 1 ? 0 : (int) values.next();
        int length = (int) cursor.u32();
        int from = cursor.position();
        cursor.skip(length);
        return new Data(kind == 1 ? Use.PASSIVE : Use.ACTIVE, offset, from, from + length);
    }
}
