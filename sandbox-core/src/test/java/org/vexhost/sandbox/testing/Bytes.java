package org.vexhost.sandbox.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes pieces of modules. */
public final class Bytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Starts with some bytes. */
    public static Bytes of(int... bytes) {
        return new Bytes().u8(bytes);
    }

    /** Adds bytes. */
    public Bytes u8(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    /** Adds an unsigned number. */
    public Bytes u32(long value) {
        long left = value & 0xFFFF_FFFFL;
        while (left >= 0x80) {
            out.write((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    /** Adds a signed number. */
    public Bytes s64(long value) {
        long left = value;
        while (left < -64 || left > 63) {
            out.write((int) (left & 0x7F) | 0x80);
            left >>= 7;
        }
        out.write((int) (left & 0x7F));
        return this;
    }

    /** Adds the bits of a 32-bit float. */
    public Bytes f32(int bits) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(bits >> shift);
        }
        return this;
    }

    /** Adds the bits of a 64-bit float. */
    public Bytes f64(long bits) {
        for (int shift = 0; shift < 64; shift += 8) {
            out.write((int) (bits >> shift));
        }
        return this;
    }

    /** Adds a name. */
    public Bytes name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).raw(utf8);
    }

    /** Adds bytes. */
    public Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Adds other pieces. */
    public Bytes add(Bytes... pieces) {
        for (Bytes piece : pieces) {
            out.writeBytes(piece.toByteArray());
        }
        return this;
    }

    /** Adds a piece, its length first. */
    public Bytes sized(Bytes piece) {
        return u32(piece.size()).add(piece);
    }

    /** Adds a piece many times. */
    public Bytes repeat(int times, Bytes piece) {
        byte[] bytes = piece.toByteArray();
        for (int i = 0; i < times; i++) {
            out.writeBytes(bytes);
        }
        return this;
    }

    /** Returns how many bytes there are. */
    public int size() {
        return out.size();
    }

    /** Returns the bytes. */
    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
