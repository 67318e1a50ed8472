package org.vexhost.wasi.kit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.GuestMemoryFault;

/** A guest's memory on an array. */
public final class ArrayMemory implements GuestMemory {

    private final ByteBuffer bytes;

    public ArrayMemory(int size) {
        bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long size() {
        return bytes.capacity();
    }

    @Override
    public void check(long address, long length) {
        if (address < 0 || length < 0 || address > size() || length > size() - address) {
            throw new GuestMemoryFault(address, length, size());
        }
    }

    private int at(long address, int length) {
        check(address, length);
        return (int) address;
    }

    @Override
    public int readByte(long address) {
        return bytes.get(at(address, 1)) & 0xFF;
    }

    @Override
    public int readInt(long address) {
        return bytes.getInt(at(address, 4));
    }

    @Override
    public long readLong(long address) {
        return bytes.getLong(at(address, 8));
    }

    @Override
    public void writeByte(long address, int value) {
        bytes.put(at(address, 1), (byte) value);
    }

    @Override
    public void writeShort(long address, int value) {
        bytes.putShort(at(address, 2), (short) value);
    }

    @Override
    public void writeInt(long address, int value) {
        bytes.putInt(at(address, 4), value);
    }

    @Override
    public void writeLong(long address, long value) {
        bytes.putLong(at(address, 8), value);
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        bytes.get(at(address, length), target, offset, length);
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        bytes.put(at(address, length), source, offset, length);
    }

    @Override
    public ByteBuffer view(long address, long length) {
        check(address, length);
        return bytes.slice((int) address, (int) length);
    }
}
