package org.vexhost.sandbox.spi;

import java.nio.ByteBuffer;

/**
 * The guest's linear memory, for use during a single call of a host function. Addresses are
 * unsigned 32-bit numbers in a {@code long}. Convert i32 arguments with {@link #address(long)}. All
 * numbers in memory are little-endian.
 *
 * <p>Every method throws {@link GuestMemoryFault} if any byte of the range is outside of the
 * memory. In that case, nothing has been read or written.
 *
 * @since 1.0
 */
public interface GuestMemory {

    /** Converts an i32 argument to an unsigned address or length. */
    static long address(long argument) {
        return argument & 0xFFFF_FFFFL;
    }

    /** Returns the current size of the memory, in bytes. */
    long size();

    /**
     * Checks a range without accessing it.
     *
     * @param length 0 to 2^63-1
     */
    void check(long address, long length);

    /** Reads a byte, 0 to 255. */
    int readByte(long address);

    /** Reads 32 bits. */
    int readInt(long address);

    /** Reads 64 bits. */
    long readLong(long address);

    /** Writes the lowest 8 bits. */
    void writeByte(long address, int value);

    /** Writes the lowest 16 bits. */
    void writeShort(long address, int value);

    /** Writes 32 bits. */
    void writeInt(long address, int value);

    /** Writes 64 bits. */
    void writeLong(long address, long value);

    /** Copies from memory. */
    void read(long address, byte[] target, int offset, int length);

    /** Copies to memory. */
    void write(long address, byte[] source, int offset, int length);

    /**
     * Returns a view of a range. Reads and writes of the buffer access the memory directly, without
     * a copy. The view is valid until this host function returns.
     *
     * @param length 0 to 2^63-1
     */
    ByteBuffer view(long address, long length);
}
