package org.vexhost.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.GuestMemoryFault;

/** A guest's memory of 1 MiB, with a place for each text that a test writes. */
public final class FakeMemory implements GuestMemory {

    private final ByteBuffer bytes = ByteBuffer.allocate(4 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private int used = 16;

    /** Writes bytes somewhere; returns where. */
    public long put(byte[] some) {
        int at = used;
        used += some.length;
        bytes.put(at, some);
        return at;
    }

    /** Takes room; returns where. */
    public long room(int length) {
        return put(new byte[length]);
    }

    /** What is written somewhere, each byte a character. */
    public String text(long address, int length) {
        byte[] some = new byte[length];
        read(address, some, 0, length);
        return new String(some, StandardCharsets.ISO_8859_1);
    }

    @Override
    public long size() {
        return bytes.capacity();
    }

    @Override
    public void check(long address, long length) {
        if (address + length > size()) {
            throw new GuestMemoryFault(address, length, size());
        }
    }

    @Override
    public int readByte(long address) {
        return bytes.get((int) address) & 0xff;
    }

    @Override
    public int readInt(long address) {
        return bytes.getInt((int) address);
    }

    @Override
    public long readLong(long address) {
        return bytes.getLong((int) address);
    }

    @Override
    public void writeByte(long address, int value) {
        bytes.put((int) address, (byte) value);
    }

    @Override
    public void writeShort(long address, int value) {
        bytes.putShort((int) address, (short) value);
    }

    @Override
    public void writeInt(long address, int value) {
        bytes.putInt((int) address, value);
    }

    @Override
    public void writeLong(long address, long value) {
        bytes.putLong((int) address, value);
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        check(address, length);
        bytes.get((int) address, target, offset, length);
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        check(address, length);
        bytes.put((int) address, source, offset, length);
    }

    @Override
    public ByteBuffer view(long address, long length) {
        check(address, length);
        return bytes.slice((int) address, (int) length);
    }
}
