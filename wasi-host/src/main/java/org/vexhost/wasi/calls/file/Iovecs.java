package org.vexhost.wasi.calls.file;

import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;

/**
 * The buffers of one read or write. All buffers are inside the guest's memory. Their total size is
 * limited, so a read or write may transfer fewer bytes than requested, which WASI always permits.
 */
final class Iovecs {

    /** The maximum number of buffers, as on Linux. */
    static final int MAX_COUNT = 1024;

    /** The maximum number of bytes of one read or write: 16 MiB. */
    static final long MAX_BYTES = 16L << 20;

    /**
     * The number of bytes that are read or written before the next check whether the call must end:
     * 64 KiB.
     */
    static final int CHUNK_BYTES = 64 * 1024;

    private static final int SIZE = 8;

    private final long[] addresses;
    private final long[] lengths;

    private Iovecs(long[] addresses, long[] lengths) {
        this.addresses = addresses;
        this.lengths = lengths;
    }

    /**
     * Reads and checks the buffers.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code INVAL} if there are more than {@link
     *     #MAX_COUNT}
     */
    static Iovecs read(GuestMemory memory, long address, long count) {
        memory.check(address, count * SIZE);
        if (count > MAX_COUNT) {
            throw Errno.INVAL.asException();
        }
        long[] addresses = new long[(int) count];
        long[] lengths = new long[(int) count];
        long left = MAX_BYTES;
        for (int i = 0; i < count; i++) {
            long entry = address + (long) SIZE * i;
            addresses[i] = GuestMemory.address(memory.readInt(entry));
            long length = GuestMemory.address(memory.readInt(entry + Integer.BYTES));
            memory.check(addresses[i], length);
            lengths[i] = Math.min(left, length);
            left -= lengths[i];
        }
        return new Iovecs(addresses, lengths);
    }

    int count() {
        return addresses.length;
    }

    long address(int index) {
        return addresses[index];
    }

    long length(int index) {
        return lengths[index];
    }

    long total() {
        long total = 0;
        for (long length : lengths) {
            total += length;
        }
        return total;
    }
}
