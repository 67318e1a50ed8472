package org.vexhost.sandbox.instantiate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vexhost.sandbox.guest.FlatMemory;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.GuestMemoryFault;

/**
 * The guest's memory as host functions see it. It always refers to the current memory, even after
 * the memory has grown.
 */
final class FlatGuestMemory implements GuestMemory {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final FlatMemory memory;

    FlatGuestMemory(FlatMemory memory) {
        this.memory = memory;
    }

    @Override
    public long size() {
        return memory.limit;
    }

    @Override
    public void check(long address, long length) {
        range(address, length);
    }

    /**
     * Returns the address as an index, after checking that the whole range is inside the memory.
     */
    private int range(long address, long length) {
        int limit = memory.limit;
        // Neither side can overflow, since negative lengths and addresses fail first.
        if (address < 0 || length < 0 || length > limit || address > limit - length) {
            throw new GuestMemoryFault(address, length, limit);
        }
        return (int) address;
    }

    @Override
    public int readByte(long address) {
        byte[] data = memory.data;
        return data[range(address, 1)] & 0xFF;
    }

    @Override
    public int readInt(long address) {
        byte[] data = memory.data;
        return (int) INT.get(data, range(address, 4));
    }

    @Override
    public long readLong(long address) {
        byte[] data = memory.data;
        return (long) LONG.get(data, range(address, 8));
    }

    @Override
    public void writeByte(long address, int value) {
        byte[] data = memory.data;
        data[range(address, 1)] = (byte) value;
    }

    @Override
    public void writeShort(long address, int value) {
        byte[] data = memory.data;
        SHORT.set(data, range(address, 2), (short) value);
    }

    @Override
    public void writeInt(long address, int value) {
        byte[] data = memory.data;
        INT.set(data, range(address, 4), value);
    }

    @Override
    public void writeLong(long address, long value) {
        byte[] data = memory.data;
        LONG.set(data, range(address, 8), value);
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        byte[] data = memory.data;
        System.arraycopy(data, range(address, length), target, offset, length);
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        byte[] data = memory.data;
        System.arraycopy(source, offset, data, range(address, length), length);
    }

    @Override
    public ByteBuffer view(long address, long length) {
        byte[] data = memory.data;
        int from = range(address, length);
        return ByteBuffer.wrap(data, from, (int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
