package org.vexhost.wasi.calls.file;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.sandbox.spi.GuestOutput;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.fd.Descriptor;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.fd.FileDescriptor;
import org.vexhost.wasi.fd.InputDescriptor;
import org.vexhost.wasi.fd.OutputDescriptor;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.WasiSession;

/**
 * The functions that read, write and seek: {@code fd_read}, {@code fd_pwrite}, {@code fd_seek} and
 * similar.
 */
public final class DescriptorData {

    private static final int SEEK_SET = 0;
    private static final int SEEK_CURRENT = 1;
    private static final int SEEK_END = 2;

    private DescriptorData() {}

    /** Adds the functions of this family. */
    public static void addTo(FunctionList list) {
        list.dependingOn(Dependence.FILES);
        list.add("fd_read", "iiii", DescriptorData::read);
        list.dependingOn(Dependence.NOTHING);
        list.add("fd_write", "iiii", DescriptorData::write);
        list.dependingOn(Dependence.FILES);
        list.add("fd_pread", "iiiIi", DescriptorData::readAt);
        list.add("fd_pwrite", "iiiIi", DescriptorData::writeAt);
        list.add("fd_seek", "iIii", DescriptorData::seek);
        list.add("fd_tell", "ii", DescriptorData::tell);
    }

    private static void read(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        Descriptor from = session.descriptor((int) arguments[0]);
        refuseDirectory(from);
        from.require(Rights.FD_READ);
        long result = address(arguments[3]);
        memory.check(result, Integer.BYTES);
        Iovecs iovecs = Iovecs.read(memory, address(arguments[1]), address(arguments[2]));
        long count;
        if (from instanceof FileDescriptor file) {
            count = FileTransfer.read(session, memory, file, iovecs, file.position());
            file.setPosition(file.position() + count);
        } else if (from instanceof InputDescriptor input) {
            count = readInput(session, memory, input, iovecs);
        } else {
            throw Errno.BADF.asException();
        }
        memory.writeInt(result, (int) count);
    }

    /** Reads the bytes that are available. If there are none, waits for the first one. */
    private static long readInput(
            WasiSession session, GuestMemory memory, InputDescriptor from, Iovecs iovecs)
            throws IOException, InterruptedException {
        useBuffers(session, iovecs);
        long total = 0;
        for (int i = 0; i < iovecs.count(); i++) {
            ByteBuffer view = memory.view(iovecs.address(i), iovecs.length(i));
            while (view.hasRemaining()) {
                session.checkAlive();
                if (total > 0 && from.input().available() == 0) {
                    return total;
                } else if (from.hasFlag(Flags.FD_NONBLOCK) && !session.isReady(from.input())) {
                    throw Errno.AGAIN.asException();
                }
                byte[] chunk = new byte[Math.min(view.remaining(), Iovecs.CHUNK_BYTES)];
                int count = from.input().read(chunk, 0, chunk.length, session.context().deadline());
                if (count == 0) {
                    return total;
                }
                session.use(count / HostFuelCosts.TRANSFERRED_BYTES);
                view.put(chunk, 0, count);
                total += count;
            }
        }
        return total;
    }

    private static void useBuffers(WasiSession session, Iovecs iovecs) {
        session.use(Math.max(0, iovecs.count() - 1) / HostFuelCosts.BUFFERS);
    }

    private static void write(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        Descriptor to = session.descriptor((int) arguments[0]);
        refuseDirectory(to);
        to.require(Rights.FD_WRITE);
        long result = address(arguments[3]);
        memory.check(result, Integer.BYTES);
        Iovecs iovecs = Iovecs.read(memory, address(arguments[1]), address(arguments[2]));
        long count;
        if (to instanceof OutputDescriptor output) {
            count = writeOutput(session, memory, output.output(), iovecs);
        } else if (to instanceof FileDescriptor file) {
            count = writeFile(session, memory, file, iovecs);
        } else {
            throw Errno.BADF.asException();
        }
        memory.writeInt(result, (int) count);
    }

    private static long writeOutput(
            WasiSession session, GuestMemory memory, GuestOutput output, Iovecs iovecs)
            throws IOException, InterruptedException {
        session.use(iovecs.total() / HostFuelCosts.OUTPUT_BYTES);
        useBuffers(session, iovecs);
        long total = 0;
        for (int i = 0; i < iovecs.count(); i++) {
            long done = 0;
            while (done < iovecs.length(i)) {
                session.checkAlive();
                int length = (int) Math.min(iovecs.length(i) - done, Iovecs.CHUNK_BYTES);
                ByteBuffer view = memory.view(iovecs.address(i) + done, length);
                if (view.hasArray()) {
                    output.write(view.array(), view.arrayOffset() + view.position(), length);
                } else {
                    byte[] copy = new byte[length];
                    view.get(copy);
                    output.write(copy, 0, length);
                }
                done += length;
            }
            total += done;
        }
        return total;
    }

    private static long writeFile(
            WasiSession session, GuestMemory memory, FileDescriptor file, Iovecs iovecs)
            throws IOException, InterruptedException {
        if (file.hasFlag(Flags.FD_APPEND)) {
            return FileTransfer.append(session, memory, file, iovecs);
        }
        long count = FileTransfer.write(session, memory, file, iovecs, file.position());
        file.setPosition(file.position() + count);
        return count;
    }

    private static void readAt(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        FileDescriptor file =
                seekable(session, (int) arguments[0], Rights.FD_READ | Rights.FD_SEEK);
        long result = address(arguments[4]);
        memory.check(result, Integer.BYTES);
        Iovecs iovecs = Iovecs.read(memory, address(arguments[1]), address(arguments[2]));
        long position = requirePosition(arguments[3]);
        memory.writeInt(result, (int) FileTransfer.read(session, memory, file, iovecs, position));
    }

    private static void writeAt(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        FileDescriptor file =
                seekable(session, (int) arguments[0], Rights.FD_WRITE | Rights.FD_SEEK);
        long result = address(arguments[4]);
        memory.check(result, Integer.BYTES);
        Iovecs iovecs = Iovecs.read(memory, address(arguments[1]), address(arguments[2]));
        long position = requirePosition(arguments[3]);
        memory.writeInt(result, (int) FileTransfer.write(session, memory, file, iovecs, position));
    }

    private static void seek(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException {
        long offset = arguments[1];
        int whence = (int) arguments[2];
        boolean onlyAsks = offset == 0 && whence == SEEK_CURRENT;
        FileDescriptor file =
                seekable(session, (int) arguments[0], onlyAsks ? Rights.FD_TELL : Rights.FD_SEEK);
        long result = address(arguments[3]);
        memory.check(result, Long.BYTES);
        long base =
                switch (whence) {
                    case SEEK_SET -> 0;
                    case SEEK_CURRENT -> file.position();
                    case SEEK_END -> file.file().channel().size();
                    default -> throw Errno.INVAL.asException();
                };
        long position = base + offset;
        if (offset > 0 && position < 0) {
            throw Errno.OVERFLOW.asException();
        }
        file.setPosition(requirePosition(position));
        memory.writeLong(result, position);
    }

    private static void tell(WasiSession session, GuestMemory memory, long[] arguments) {
        FileDescriptor file = seekable(session, (int) arguments[0], Rights.FD_TELL);
        memory.writeLong(address(arguments[1]), file.position());
    }

    private static FileDescriptor seekable(WasiSession session, int fd, long rights) {
        Descriptor found = session.descriptor(fd);
        refuseDirectory(found);
        if (found instanceof FileDescriptor file) {
            // The right to seek includes the right to query the position.
            file.require(
                    rights == Rights.FD_TELL && (file.rights() & Rights.FD_SEEK) != 0
                            ? Rights.FD_SEEK
                            : rights);
            return file;
        }
        throw Errno.SPIPE.asException();
    }

    private static void refuseDirectory(Descriptor descriptor) {
        if (descriptor instanceof DirectoryDescriptor) {
            throw Errno.ISDIR.asException();
        }
    }

    private static long requirePosition(long position) {
        if (position < 0) {
            throw Errno.INVAL.asException();
        }
        return position;
    }
}
