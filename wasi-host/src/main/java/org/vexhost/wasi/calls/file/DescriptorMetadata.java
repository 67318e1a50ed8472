package org.vexhost.wasi.calls.file;

import static org.vexhost.sandbox.spi.GuestMemory.address;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.vexhost.sandbox.spi.Dependence;
import org.vexhost.sandbox.spi.GuestMemory;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Filestat;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.fd.Descriptor;
import org.vexhost.wasi.fd.DirectoryDescriptor;
import org.vexhost.wasi.fd.FileDescriptor;
import org.vexhost.wasi.quota.Change;
import org.vexhost.wasi.session.FunctionList;
import org.vexhost.wasi.session.HostFuelCosts;
import org.vexhost.wasi.session.WasiSession;

/** The functions that read or change the properties of descriptors instead of their contents. */
public final class DescriptorMetadata {

    private static final int FDSTAT_SIZE = 24;
    private static final int MAX_ADVICE = 5;

    private DescriptorMetadata() {}

    /** Adds the functions of this family. */
    public static void addTo(FunctionList list) {
        list.dependingOn(Dependence.FILES);
        list.add("fd_advise", "iIIi", DescriptorMetadata::advise);
        list.add("fd_allocate", "iII", HostFuelCosts.DESCRIPTOR, DescriptorMetadata::allocate);
        list.add("fd_close", "i", HostFuelCosts.DESCRIPTOR, DescriptorMetadata::close);
        list.add(
                "fd_datasync",
                "i",
                HostFuelCosts.DESCRIPTOR,
                (s, m, a) -> sync(s, a, Rights.FD_DATASYNC, false));
        list.dependingOn(Dependence.DIRECTORIES);
        list.add("fd_fdstat_get", "ii", DescriptorMetadata::fdstat);
        list.dependingOn(Dependence.FILES);
        list.add("fd_fdstat_set_flags", "ii", DescriptorMetadata::setFlags);
        list.add("fd_fdstat_set_rights", "iII", DescriptorMetadata::setRights);
        list.add("fd_filestat_get", "ii", HostFuelCosts.DESCRIPTOR, DescriptorMetadata::filestat);
        list.add(
                "fd_filestat_set_size",
                "iI",
                HostFuelCosts.DESCRIPTOR,
                DescriptorMetadata::setSize);
        list.add(
                "fd_filestat_set_times",
                "iIIi",
                HostFuelCosts.DESCRIPTOR,
                DescriptorMetadata::setTimes);
        list.add("fd_renumber", "ii", HostFuelCosts.DESCRIPTOR, DescriptorMetadata::renumber);
        list.add(
                "fd_sync",
                "i",
                HostFuelCosts.DESCRIPTOR,
                (s, m, a) -> sync(s, a, Rights.FD_SYNC, true));
    }

    /** Checks the advice, and otherwise ignores it, as the specification permits. */
    private static void advise(WasiSession session, GuestMemory memory, long[] arguments) {
        Descriptor found = session.descriptor((int) arguments[0]);
        if (!(found instanceof FileDescriptor) && !(found instanceof DirectoryDescriptor)) {
            throw Errno.SPIPE.asException();
        }
        found.require(Rights.FD_ADVISE);
        int advice = (int) arguments[3];
        if (advice < 0 || advice > MAX_ADVICE || arguments[1] < 0 || arguments[2] < 0) {
            throw Errno.INVAL.asException();
        }
    }

    /**
     * Extends the file to the required length. Disk space is allocated only when the file is
     * written.
     */
    private static void allocate(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        FileDescriptor file = file(session, (int) arguments[0], Rights.FD_ALLOCATE);
        long offset = arguments[1];
        long length = arguments[2];
        if (offset < 0 || length <= 0) {
            throw Errno.INVAL.asException();
        } else if (offset + length < 0) {
            throw Errno.FBIG.asException();
        }
        try (Change change = session.change(file.root())) {
            if (offset + length > file.file().channel().size()) {
                grow(change, file, offset + length);
            }
        }
    }

    private static void grow(Change change, FileDescriptor file, long size)
            throws IOException, InterruptedException {
        FileChannel channel = file.file().channel();
        change.grow(file.content(), size);
        try {
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
        } finally {
            if (channel.isOpen()) {
                change.settle(file.content(), channel.size());
            }
        }
    }

    private static void setSize(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException, InterruptedException {
        FileDescriptor file = file(session, (int) arguments[0], Rights.FD_FILESTAT_SET_SIZE);
        long size = arguments[1];
        if (size < 0) {
            throw Errno.INVAL.asException();
        }
        try (Change change = session.change(file.root())) {
            FileChannel channel = file.file().channel();
            if (size > channel.size()) {
                grow(change, file, size);
            } else {
                truncate(change, file, size);
            }
        }
    }

    /** Truncates a file, and returns its bytes to the quota. */
    static void truncate(Change change, FileDescriptor file, long size) throws IOException {
        file.file().channel().truncate(size);
        change.settle(file.content(), size);
    }

    private static void close(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException {
        session.table().close((int) arguments[0]);
    }

    private static void renumber(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException {
        session.table().renumber((int) arguments[0], (int) arguments[1]);
    }

    private static void sync(
            WasiSession session, long[] arguments, long right, boolean withAttributes)
            throws IOException {
        Descriptor found = session.descriptor((int) arguments[0]);
        found.require(right);
        if (found instanceof FileDescriptor file) {
            file.file().channel().force(withAttributes);
        } else if (found instanceof DirectoryDescriptor directory) {
            directory.directory().sync();
        }
    }

    private static void fdstat(WasiSession session, GuestMemory memory, long[] arguments) {
        Descriptor found = session.descriptor((int) arguments[0]);
        long address = address(arguments[1]);
        memory.check(address, FDSTAT_SIZE);
        memory.writeShort(address, found.type().code());
        memory.writeShort(address + 2, found.flags());
        memory.writeInt(address + 4, 0);
        memory.writeLong(address + 8, found.rights());
        memory.writeLong(address + 16, found.inheritingRights());
    }

    private static void setFlags(WasiSession session, GuestMemory memory, long[] arguments) {
        Descriptor found = session.descriptor((int) arguments[0]);
        found.require(Rights.FD_FDSTAT_SET_FLAGS);
        int flags = (int) arguments[1];
        if ((flags & ~Flags.FD_ALL) != 0) {
            throw Errno.INVAL.asException();
        }
        found.setFlags(flags);
    }

    private static void setRights(WasiSession session, GuestMemory memory, long[] arguments) {
        session.descriptor((int) arguments[0]).restrict(arguments[1], arguments[2]);
    }

    private static void filestat(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException {
        Descriptor found = session.descriptor((int) arguments[0]);
        found.require(Rights.FD_FILESTAT_GET);
        long address = address(arguments[1]);
        memory.check(address, Filestat.SIZE);
        Filestat stat;
        if (found instanceof FileDescriptor file) {
            stat = file.file().stat();
        } else if (found instanceof DirectoryDescriptor directory) {
            stat = directory.directory().stat();
        } else {
            stat = Filestat.ofStream(found.type());
        }
        stat.write(memory, address);
    }

    private static void setTimes(WasiSession session, GuestMemory memory, long[] arguments)
            throws IOException {
        Descriptor found = session.descriptor((int) arguments[0]);
        found.require(Rights.FD_FILESTAT_SET_TIMES);
        FileTimes times =
                FileTimes.of(arguments[1], arguments[2], (int) arguments[3], session.clock());
        if (found instanceof FileDescriptor file) {
            session.requireWritable(file.root());
            if (!times.isEmpty()) {
                file.file().setTimes(times.accessed(), times.modified());
            }
        } else if (found instanceof DirectoryDescriptor directory) {
            session.requireWritable(directory.root());
            if (!times.isEmpty()) {
                directory.directory().setTimes(times.accessed(), times.modified());
            }
        } else {
            throw Errno.NOTSUP.asException();
        }
    }

    private static FileDescriptor file(WasiSession session, int fd, long right) {
        Descriptor found = session.descriptor(fd);
        if (found instanceof FileDescriptor file) {
            file.require(right);
            return file;
        }
        throw (found instanceof DirectoryDescriptor ? Errno.ISDIR : Errno.SPIPE).asException();
    }
}
