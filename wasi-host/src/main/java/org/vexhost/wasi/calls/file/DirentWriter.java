package org.vexhost.wasi.calls.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.FileType;
import org.vexhost.wasi.confine.Directory;
import org.vexhost.wasi.confine.Facts;
import org.vexhost.wasi.confine.Names;
import org.vexhost.wasi.fd.DirectoryDescriptor;

/**
 * Writes directory entries to the guest's buffer until the buffer is full. The last entry may be
 * incomplete.
 */
final class DirentWriter {

    /** The number of entries before the listed names: {@code .} and {@code ..}. */
    static final int DOTS = 2;

    private static final int HEADER = 24;

    private final GuestMemory memory;
    private final long address;
    private final long length;
    private long written;

    DirentWriter(GuestMemory memory, long address, long length) {
        this.memory = memory;
        this.address = address;
        this.length = length;
    }

    boolean isFull() {
        return written == length;
    }

    long written() {
        return written;
    }

    void write(DirectoryDescriptor descriptor, int index) throws IOException {
        Directory directory = descriptor.directory();
        if (index < DOTS) {
            // The parent directory is hidden from the guest, so both entries are this directory.
            byte[] name = (index == 0 ? "." : "..").getBytes(StandardCharsets.US_ASCII);
            put(index, directory.facts().inode(), FileType.DIRECTORY, name);
            return;
        }
        Path name = descriptor.entries().name(index - DOTS);
        byte[] bytes = Names.toBytes(name);
        if (!Names.isUtf8(bytes)) {
            return; // No function accepts such a name.
        }
        Optional<Facts> facts = directory.factsIfPresent(name);
        if (facts.isPresent()) {
            put(index, facts.get().inode(), typeOf(directory, name, facts.get()), bytes);
        }
    }

    private static FileType typeOf(Directory directory, Path name, Facts facts) throws IOException {
        return facts.type() == FileType.UNKNOWN ? directory.stat(name).type() : facts.type();
    }

    private void put(int index, long inode, FileType type, byte[] name) {
        byte[] entry = new byte[HEADER + name.length];
        ByteBuffer.wrap(entry)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(index + 1L)
                .putLong(inode)
                .putInt(name.length)
                .putInt(type.code())
                .put(name);
        int count = (int) Math.min(entry.length, length - written);
        memory.write(address + written, entry, 0, count);
        written += count;
    }
}
