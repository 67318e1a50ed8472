package org.vexhost.sandbox.meter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer to which the primitives of the binary format are written. */
final class ByteSink {

    private byte[] bytes;
    private int size;

    ByteSink(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
    }

    ByteSink u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    ByteSink raw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    ByteSink raw(ByteSink source) {
        return raw(source.bytes, 0, source.size);
    }

    ByteSink u32(long value) {
        long left = value;
        while (left >= 0x80) {
            u8((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        return u8((int) left);
    }

    ByteSink signed(long value) {
        long left = value;
        while (left < -64 || left > 63) {
            u8((int) (left & 0x7F) | 0x80);
            left >>= 7;
        }
        return u8((int) (left & 0x7F));
    }

    ByteSink name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).raw(utf8, 0, utf8.length);
    }

    /** Writes an instruction with one index. */
    ByteSink op(int op, long index) {
        return u8(op).u32(index);
    }

    /** Writes an instruction without immediates. */
    ByteSink op(int op) {
        return u8(op);
    }

    /** Writes a constant of either integer type. */
    ByteSink constant(int op, long value) {
        return u8(op).signed(value);
    }
}
