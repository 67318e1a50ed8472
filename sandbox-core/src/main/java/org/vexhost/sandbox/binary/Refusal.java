package org.vexhost.sandbox.binary;

import java.util.Locale;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/** Names what is not accepted. */
final class Refusal {

    private Refusal() {}

    /** Names the opcode at an offset. */
    static InvalidModuleException of(Cursor cursor, int start) throws InvalidModuleException {
        cursor.select(start, cursor.end());
        int op = cursor.u8();
        switch (op) {
            case 0x06, 0x07, 0x08, 0x09, 0x0A, 0x18, 0x19, 0x1F -> {
                return refuse(cursor, Reason.EXCEPTIONS, start, "exception handling", op);
            }
            case 0x12, 0x13, 0x15 -> {
                return refuse(cursor, Reason.TAIL_CALLS, start, "tail call", op);
            }
            case 0x14, 0xD3, 0xD4, 0xD5, 0xD6, 0xFB -> {
                return refuse(cursor, Reason.GC_TYPES, start, "typed reference", op);
            }
            case 0xFE -> {
                return refuse(cursor, Reason.THREADS, start, "atomic", op);
            }
            case 0xFD -> {
                boolean relaxed = cursor.u32() >= 0x100;
                return relaxed
                        ? refuse(cursor, Reason.RELAXED_SIMD, start, "relaxed SIMD", op)
                        : refuse(cursor, Reason.SIMD, start, "SIMD", op);
            }
            default -> {
                return refuse(cursor, Reason.UNKNOWN_OPCODE, start, "unknown", op);
            }
        }
    }

    private static InvalidModuleException refuse(
            Cursor cursor, Reason reason, int start, String family, int op) {
        return cursor.fault(
                reason,
                start,
                String.format(Locale.ROOT, "%s instruction 0x%02x is not supported", family, op));
    }

    /** Reads a value type. */
    static byte valueType(Cursor cursor) throws InvalidModuleException {
        int at = cursor.position();
        int code = cursor.u8();
        switch (code) {
            case 0x7F, 0x7E, 0x7D, 0x7C, 0x70, 0x6F -> {
                return (byte) code;
            }
            case 0x7B -> throw cursor.fault(Reason.SIMD, at, "type v128 is not supported");
            case 0x69, 0x74 ->
                    throw cursor.fault(Reason.EXCEPTIONS, at, "type exnref is not supported");
            case 0x63, 0x64, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x71, 0x72, 0x73 ->
                    throw cursor.fault(Reason.GC_TYPES, at, "typed references are not supported");
            default -> throw cursor.fault(Reason.MALFORMED, at, "malformed value type");
        }
    }

    /** Reads a reference type. */
    static byte referenceType(Cursor cursor) throws InvalidModuleException {
        int at = cursor.position();
        byte type = valueType(cursor);
        if (type != 0x70 && type != 0x6F) {
            throw cursor.fault(Reason.MALFORMED, at, "malformed reference type");
        }
        return type;
    }
}
