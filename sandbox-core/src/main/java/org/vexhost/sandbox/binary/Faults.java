package org.vexhost.sandbox.binary;

import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;
import org.vexhost.sandbox.binary.instruction.Cursor;
import org.vexhost.sandbox.binary.instruction.Instruction;
import org.vexhost.sandbox.binary.instruction.ValueType;

/** Checks the index of the instruction that was read last, and creates exceptions about it. */
final class Faults {

    private final Cursor cursor;
    private final Instruction instruction;

    Faults(Cursor cursor, Instruction instruction) {
        this.cursor = cursor;
        this.instruction = instruction;
    }

    /** Returns the first immediate of the instruction, which must be an index below a bound. */
    int index(String kind, int bound) throws InvalidModuleException {
        if (instruction.first() >= bound) {
            throw invalid("unknown " + kind + " " + instruction.first());
        }
        return (int) instruction.first();
    }

    InvalidModuleException mismatch(byte expected, byte actual) {
        return mismatch(name(expected), actual);
    }

    InvalidModuleException mismatch(String expected, byte actual) {
        return invalid("type mismatch: expected " + expected + ", got " + name(actual));
    }

    InvalidModuleException invalid(String fact) {
        return cursor.fault(Reason.INVALID, instruction.start(), fact);
    }

    InvalidModuleException of(Reason reason, String fact) {
        return cursor.fault(reason, instruction.start(), fact);
    }

    InvalidModuleException over(String subject, String limit, int max, int actual) {
        return cursor.fault(
                Reason.LIMIT_EXCEEDED,
                instruction.start(),
                subject + " exceeds " + limit + " of " + max + ", has " + actual);
    }

    private static String name(byte type) {
        return ValueType.ofCode(type & 0xFF).toString();
    }
}
