package org.vexhost.wasi.abi;

import org.vexhost.sandbox.spi.GuestMemory;

/**
 * The attributes of a file. Times are nanoseconds since 1970.
 *
 * @param device the device's number
 * @param inode the file's number on its device
 * @param type what it is
 * @param links how many hard links there are
 * @param size in bytes
 * @param accessed when it was last read
 * @param modified when its content last changed
 * @param changed when its attributes last changed
 */
public record Filestat(
        long device,
        long inode,
        FileType type,
        long links,
        long size,
        long accessed,
        long modified,
        long changed) {

    /** How many bytes it takes in the guest's memory. */
    public static final int SIZE = 64;

    /** What is known of a stream. */
    public static Filestat ofStream(FileType type) {
        return new Filestat(0, 0, type, 1, 0, 0, 0, 0);
    }

    /** Writes it. */
    public void write(GuestMemory memory, long address) {
        memory.check(address, SIZE);
        memory.writeLong(address, device);
        memory.writeLong(address + 8, inode);
        memory.writeLong(address + 16, type.code());
        memory.writeLong(address + 24, links);
        memory.writeLong(address + 32, size);
        memory.writeLong(address + 40, accessed);
        memory.writeLong(address + 48, modified);
        memory.writeLong(address + 56, changed);
    }
}
