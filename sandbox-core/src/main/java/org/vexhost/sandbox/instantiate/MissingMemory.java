package org.vexhost.sandbox.instantiate;

import java.nio.ByteBuffer;
import org.vexhost.sandbox.guest.GuestTrapException;
import org.vexhost.sandbox.guest.TrapKind;
import org.vexhost.sandbox.spi.GuestMemory;

/**
 * The memory as host functions see it if a guest exports no memory. Host functions that access
 * memory trap; all others work, as in Wasmtime.
 */
final class MissingMemory implements GuestMemory {

    private static GuestTrapException missing() {
        return new GuestTrapException(TrapKind.MISSING_MEMORY, null);
    }

    @Override
    public long size() {
        throw missing();
    }

    @Override
    public void check(long address, long length) {
        throw missing();
    }

    @Override
    public int readByte(long address) {
        throw missing();
    }

    @Override
    public int readInt(long address) {
        throw missing();
    }

    @Override
    public long readLong(long address) {
        throw missing();
    }

    @Override
    public void writeByte(long address, int value) {
        throw missing();
    }

    @Override
    public void writeShort(long address, int value) {
        throw missing();
    }

    @Override
    public void writeInt(long address, int value) {
        throw missing();
    }

    @Override
    public void writeLong(long address, long value) {
        throw missing();
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
        throw missing();
    }

    @Override
    public void write(long address, byte[] source, int offset, int length) {
        throw missing();
    }

    @Override
    public ByteBuffer view(long address, long length) {
        throw missing();
    }
}
