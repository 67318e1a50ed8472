package org.vexhost.sandbox.binary.instruction;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/** Creates exceptions that name the rejected feature. */
public final class Refusal {

    private Refusal() {}

    /** Returns an exception that names the instruction at an offset, and its proposal. */
    public static InvalidModuleException of(Cursor cursor, int start)
            throws InvalidModuleException {
        cursor.select(start, cursor.end());
        int op = cursor.u8();
        boolean isPrefix = op >= 0xFB && op <= 0xFE;
        long code = isPrefix ? cursor.u32() : op;
        Family family = isPrefix ? family(op, code) : family(op);
        return cursor.fault(
                family.reason,
                start,
                "%s instruction %s is not supported"
                        .formatted(
                                family.text, ProposedInstructions.name(isPrefix ? op : 0, code)));
    }

    /** The proposals that instructions belong to. */
    private enum Family {
        TAIL_CALLS("tail call", Reason.TAIL_CALLS),
        TYPED_REFERENCES("typed reference", Reason.TYPED_REFERENCES),
        GARBAGE_COLLECTION("garbage collection", Reason.GC_TYPES),
        STACK_SWITCHING("stack switching", Reason.STACK_SWITCHING),
        HALF_PRECISION("half-precision", Reason.HALF_PRECISION),
        WIDE_ARITHMETIC("wide arithmetic", Reason.WIDE_ARITHMETIC),
        UNKNOWN("unknown", Reason.UNKNOWN_OPCODE);

        private final String text;
        private final Reason reason;

        Family(String text, Reason reason) {
            this.text = text;
            this.reason = reason;
        }
    }

    private static Family family(int op) {
        return switch (op) {
            case 0x15 -> Family.TAIL_CALLS;
            case 0x14, 0xD4, 0xD5, 0xD6 -> Family.TYPED_REFERENCES;
            case 0xD3 -> Family.GARBAGE_COLLECTION;
            case 0xE0, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6 -> Family.STACK_SWITCHING;
            default -> Family.UNKNOWN;
        };
    }

    private static Family family(int prefix, long code) {
        return switch (prefix) {
            case 0xFB -> Family.GARBAGE_COLLECTION;
            case 0xFD -> code < 0x120 ? Family.UNKNOWN : Family.HALF_PRECISION;
            case 0xFE -> Family.UNKNOWN;
            default -> {
                if (code >= 0x13 && code <= 0x16) {
                    yield Family.WIDE_ARITHMETIC;
                }
                yield code == 0x30 || code == 0x31 ? Family.HALF_PRECISION : Family.UNKNOWN;
            }
        };
    }

    /** Reads a value type. */
    public static byte valueType(Cursor cursor) throws InvalidModuleException {
        int at = cursor.position();
        int code = cursor.u8();
        switch (code) {
            case 0x7F, 0x7E, 0x7D, 0x7C, 0x7B, 0x70, 0x6F -> {
                return (byte) code;
            }
            case 0x69 -> {
                cursor.noteExceptions();
                return (byte) code;
            }
            case 0x74 ->
                    throw cursor.fault(Reason.EXCEPTIONS, at, "type nullexnref is not supported");
            case 0x63, 0x64 ->
                    throw cursor.fault(
                            Reason.TYPED_REFERENCES, at, "typed references are not supported");
            case 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x71, 0x72, 0x73 ->
                    throw cursor.fault(
                            Reason.GC_TYPES, at, "garbage-collected types are not supported");
            default -> throw cursor.fault(Reason.MALFORMED, at, "malformed value type");
        }
    }

    /** Reads the type of a global or a table. */
    public static byte storedType(Cursor cursor, String where) throws InvalidModuleException {
        int at = cursor.position();
        byte type = valueType(cursor);
        if (type == 0x69) {
            throw cursor.fault(Reason.EXCEPTIONS, at, "exnref in a " + where + " is not supported");
        }
        return type;
    }

    /** Reads the element type of a table. */
    public static byte referenceType(Cursor cursor) throws InvalidModuleException {
        int at = cursor.position();
        return reference(cursor, at, storedType(cursor, "table"));
    }

    /** Reads the type of a null reference. */
    static byte heapType(Cursor cursor) throws InvalidModuleException {
        int at = cursor.position();
        return reference(cursor, at, valueType(cursor));
    }

    private static byte reference(Cursor cursor, int at, byte type) throws InvalidModuleException {
        if (type != 0x70 && type != 0x6F && type != 0x69) {
            throw cursor.fault(Reason.MALFORMED, at, "malformed reference type");
        }
        return type;
    }
}
