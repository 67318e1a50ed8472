package org.vexhost.wasi.abi;

import org.vexhost.sandbox.spi.GuestMemory;

/**
 * The attributes of a file. Times are nanoseconds since 1970.
 *
 * @param device the number of the device that contains the file
 * @param inode the file's number on its device
 * @param type the file's type
 * @param links the number of hard links to the file
 * @param size the size in bytes
 * @param accessed the time of the last read
 * @param modified the time of the last change of the content
 * @param changed the time of the last change of the attributes
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

    /** The size of this structure in the guest's memory, in bytes. */
    public static final int SIZE = 64;

    /** Returns the attributes of a stream. */
    public static Filestat ofStream(FileType type) {
        return new Filestat(0, 0, type, 1, 0, 0, 0, 0);
    }

    /** Writes the structure to the guest's memory. */
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
