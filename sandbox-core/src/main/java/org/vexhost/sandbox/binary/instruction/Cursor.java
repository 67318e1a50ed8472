package org.vexhost.sandbox.binary.instruction;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/** A position in a module's bytes, which reads the primitives of the binary format. */
public final class Cursor {

    private final byte[] bytes;
    private int position;
    private int end;
    private int functionIndex = -1;
    private boolean exceptions;

    public Cursor(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    public int position() {
        return position;
    }

    public int end() {
        return end;
    }

    public boolean atEnd() {
        return position >= end;
    }

    /** Moves to a range of the file. */
    public void select(int from, int to) {
        position = from;
        end = to;
    }

    /** Records that a value has the type of an exception reference. */
    void noteExceptions() {
        exceptions = true;
    }

    /** Returns whether any value had that type. */
    public boolean hasExceptions() {
        return exceptions;
    }

    /** Sets the function that faults are reported for, or -1. */
    public void inFunction(int index) {
        functionIndex = index;
    }

    public InvalidModuleException fault(Reason reason, int offset, String fact) {
        return new InvalidModuleException(reason, functionIndex, offset, fact);
    }

    public InvalidModuleException fault(Reason reason, int offset, String fact, String hint) {
        return new InvalidModuleException(reason, functionIndex, offset, fact, hint);
    }

    public InvalidModuleException malformed(String fact) {
        return fault(Reason.MALFORMED, position, fact);
    }

    /** Rejects a count above its limit. */
    public void limit(String subject, String limit, long max, long actual, int offset)
            throws InvalidModuleException {
        if (actual > max) {
            throw fault(
                    Reason.LIMIT_EXCEEDED,
                    offset,
                    subject + " exceeds " + limit + " of " + max + ", has " + actual);
        }
    }

    public int u8() throws InvalidModuleException {
        if (position >= end) {
            throw malformed("unexpected end");
        }
        return bytes[position++] & 0xFF;
    }

    public int peek() throws InvalidModuleException {
        if (position >= end) {
            throw malformed("unexpected end");
        }
        return bytes[position] & 0xFF;
    }

    public void skip(int count) throws InvalidModuleException {
        if (count > end - position) {
            throw malformed("unexpected end");
        }
        position += count;
    }

    /** Reads an unsigned 32-bit number. */
    public long u32() throws InvalidModuleException {
        int first = u8();
        if (first < 0x80) {
            return first;
        }
        long value = first & 0x7F;
        for (int shift = 7; ; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                if (shift == 28 && next > 0x0F) {
                    throw malformed("integer too large");
                }
                return value;
            }
            if (shift == 28) {
                throw malformed("integer representation too long");
            }
        }
    }

    /** Reads an unsigned 32-bit index, and rejects it if it is not below a bound. */
    public int index(String kind, int bound) throws InvalidModuleException {
        int at = position;
        long value = u32();
        if (value >= bound) {
            throw fault(Reason.INVALID, at, "unknown " + kind + " " + value);
        }
        return (int) value;
    }

    /** Reads a count, and rejects it if it exceeds a limit or the number of remaining bytes. */
    public int count(String subject, String limit, int max) throws InvalidModuleException {
        int at = position;
        long value = u32();
        limit(subject, limit, max, value, at);
        if (value > end - position) {
            throw fault(Reason.MALFORMED, at, subject + " ends unexpectedly");
        }
        return (int) value;
    }

    /** Reads a signed number of up to 32, 33 or 64 bits. */
    long signed(int bits) throws InvalidModuleException {
        long value = 0;
        int shift = 0;
        while (true) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
            if (shift >= bits) {
                int used = bits - (shift - 7);
                if (next >= 0x80) {
                    throw malformed("integer representation too long");
                }
                int sign = (next << 25 >> 25) >> (used - 1);
                if (sign != 0 && sign != -1) {
                    throw malformed("integer too large");
                }
            }
            if (next < 0x80) {
                return shift < 64 ? value << (64 - shift) >> (64 - shift) : value;
            }
        }
    }

    /** Reads a name. */
    public String name(int maxBytes) throws InvalidModuleException {
        int at = position;
        int length = count("name", "maxNameBytes", maxBytes);
        int from = position;
        skip(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw fault(Reason.MALFORMED, at, "malformed UTF-8 encoding");
        }
    }
}
