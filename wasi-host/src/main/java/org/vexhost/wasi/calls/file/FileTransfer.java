package org.vexhost.wasi.calls.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.fd.FileDescriptor;
import org.vexhost.wasi.quota.Change;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.WasiSession;

/** Transfers bytes in chunks between guest memory and files, without a copy in between. */
final class FileTransfer {

    private FileTransfer() {}

    /** Reads from a file, and returns the number of bytes. */
    static long read(
            WasiSession session,
            GuestMemory memory,
            FileDescriptor from,
            Iovecs iovecs,
            long position)
            throws IOException, InterruptedException {
        FileChannel channel = from.file().channel();
        if (position > Long.MAX_VALUE - Iovecs.MAX_BYTES) {
            return 0; // Such a position is after the end of every file; some systems reject it.
        }
        long total = 0;
        for (int i = 0; i < iovecs.count(); i++) {
            ByteBuffer view = memory.view(iovecs.address(i), iovecs.length(i));
            while (view.hasRemaining()) {
                session.checkAlive();
                int wanted = limitToChunk(view);
                use(session, wanted);
                int count = channel.read(view, requireInFile(position + total));
                view.limit(view.capacity());
                if (count > 0) {
                    total += count;
                }
                if (count < wanted) {
                    return total;
                }
            }
        }
        return total;
    }

    /** Writes to a file at a position, and returns the number of bytes. */
    static long write(
            WasiSession session,
            GuestMemory memory,
            FileDescriptor to,
            Iovecs iovecs,
            long position)
            throws IOException, InterruptedException {
        long length = iovecs.total();
        long end = position + length;
        if (end < 0) {
            throw Errno.FBIG.asException();
        }
        if (length == 0) {
            session.requireWritable(to.root());
            return 0;
        }
        // The bytes are written before the change ends. The file can therefore not be truncated
        // after the bytes are counted and before they are written.
        try (Change change = session.change(to.root())) {
            change.grow(to.content(), end);
            long count = transfer(session, memory, to, iovecs, position);
            if (count < length) {
                change.settle(to.content(), to.file().channel().size());
            }
            return count;
        }
    }

    /**
     * Writes at the end of a file, and returns the number of bytes. No other append can happen at
     * the same time.
     */
    static long append(WasiSession session, GuestMemory memory, FileDescriptor to, Iovecs iovecs)
            throws IOException, InterruptedException {
        try (Change change = session.change(to.root())) {
            long position = to.file().channel().size();
            change.grow(to.content(), position + iovecs.total());
            long count = transfer(session, memory, to, iovecs, position);
            to.setPosition(position + count);
            return count;
        }
    }

    private static long transfer(
            WasiSession session,
            GuestMemory memory,
            FileDescriptor to,
            Iovecs iovecs,
            long position)
            throws IOException, InterruptedException {
        FileChannel channel = to.file().channel();
        long total = 0;
        try {
            for (int i = 0; i < iovecs.count(); i++) {
                ByteBuffer view = memory.view(iovecs.address(i), iovecs.length(i));
                while (view.hasRemaining()) {
                    session.checkAlive();
                    use(session, limitToChunk(view));
                    total += channel.write(view, requireInFile(position + total));
                    view.limit(view.capacity());
                }
            }
        } catch (IOException e) {
            if (total == 0 || !channel.isOpen()) {
                throw e;
            }
            return total; // The next write reports the error again.
        }
        sync(to, channel);
        return total;
    }

    private static void sync(FileDescriptor to, FileChannel channel) throws IOException {
        if (to.hasFlag(Flags.FD_SYNC | Flags.FD_DSYNC | Flags.FD_RSYNC)) {
            channel.force(to.hasFlag(Flags.FD_SYNC));
        }
    }

    private static void use(WasiSession session, int bytes) {
        session.use(HostFuelCosts.TRANSFER + bytes / HostFuelCosts.TRANSFERRED_BYTES);
    }

    private static int limitToChunk(ByteBuffer view) {
        int chunk = Math.min(view.remaining(), Iovecs.CHUNK_BYTES);
        view.limit(view.position() + chunk);
        return chunk;
    }

    private static long requireInFile(long position) {
        if (position < 0) {
            throw Errno.OVERFLOW.asException();
        }
        return position;
    }
}
