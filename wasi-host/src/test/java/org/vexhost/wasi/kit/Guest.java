package org.vexhost.wasi.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.wasi.WasiModule;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.session.WasiSession;

/** A guest: calls host functions as compiled code would, and reads answers from its memory. */
public final class Guest implements AutoCloseable {

    /** Where results are written. */
    public static final int RESULT = 64;

    /** Where an iovec is written. */
    public static final int IOVEC = 128;

    /** Where a path is written. */
    public static final int PATH = 1024;

    /** Where a second path is written. */
    public static final int PATH2 = 8192;

    /** Where data is. */
    public static final int DATA = 65_536;

    /** The number of the first granted directory. */
    public static final int ROOT = 3;

    private static final Map<String, HostFunction<WasiSession>> NO_FUNCTIONS = Map.of();

    public final ArrayMemory memory = new ArrayMemory(4 << 20);
    public final FakeContext context;

    /** What the calls would have cost in compiled code. */
    public long guestFuel;

    private final WasiSession session;
    private Map<String, HostFunction<WasiSession>> functions = NO_FUNCTIONS;

    public Guest(WasiModule module, FakeContext context) {
        this.context = context;
        this.session = module.open(context);
        functions =
                module.functions().stream()
                        .collect(Collectors.toMap(HostFunction::name, Function.identity()));
    }

    /** A directory entry. */
    public record Dirent(long next, long inode, int type, String name) {}

    /** A file's attributes. */
    public record Stat(
            long device,
            long inode,
            int type,
            long links,
            long size,
            long accessed,
            long modified,
            long changed) {}

    /** An opened descriptor, or why it is none. */
    public record Opened(Errno errno, int fd) {}

    public Errno call(String name, long... arguments) {
        try {
            return callInterruptibly(name, arguments);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    public Errno callInterruptibly(String name, long... arguments) throws InterruptedException {
        HostFunction<WasiSession> function = functions.get(name);
        if (function.parameters().size() != arguments.length) {
            throw new AssertionError(name + " takes " + function.parameters());
        }
        // A constant for each argument, and the call itself.
        guestFuel += arguments.length + 1;
        return errno((int) function.body().call(session, memory, arguments));
    }

    /** The error code of a number. */
    @SuppressWarnings("EnumOrdinal") // the numbers are the specification's
    public static Errno errno(int number) {
        return Errno.values()[number];
    }

    public int bytes(int address, byte[] bytes) {
        memory.write(address, bytes, 0, bytes.length);
        return bytes.length;
    }

    public int text(int address, String text) {
        return bytes(address, text.getBytes(StandardCharsets.UTF_8));
    }

    public String text(long address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public int resultInt() {
        return memory.readInt(RESULT);
    }

    public long resultLong() {
        return memory.readLong(RESULT);
    }

    public Opened open(int dir, String path, int flags, long rights) {
        return open(dir, path, Flags.LOOKUP_FOLLOW, flags, rights, Rights.INHERITED, 0);
    }

    public Opened open(
            int dir,
            String path,
            int lookup,
            int flags,
            long rights,
            long inheriting,
            int fdFlags) {
        int length = text(PATH, path);
        memory.writeInt(RESULT, -1);
        Errno errno =
                call(
                        "path_open",
                        dir,
                        lookup,
                        PATH,
                        length,
                        flags,
                        rights,
                        inheriting,
                        fdFlags,
                        RESULT);
        return new Opened(errno, resultInt());
    }

    /** Opens what has to be there. */
    public int opened(int dir, String path, int flags, long rights) {
        Opened opened = open(dir, path, flags, rights);
        if (opened.errno() != Errno.SUCCESS) {
            throw new AssertionError(path + ": " + opened.errno());
        }
        return opened.fd();
    }

    /** Makes a file with content. */
    public void create(String path, String content) {
        int fd =
                opened(
                        ROOT,
                        path,
                        Flags.OPEN_CREATE | Flags.OPEN_TRUNCATE,
                        Rights.FD_WRITE | Rights.FD_READ);
        if (write(fd, content) != Errno.SUCCESS) {
            throw new AssertionError(path);
        }
        close(fd);
    }

    /** The content of a file, or the error code's name. */
    public String content(String path) {
        Opened opened = open(ROOT, path, 0, Rights.FD_READ);
        if (opened.errno() != Errno.SUCCESS) {
            return opened.errno().name();
        }
        String content = read(opened.fd(), 10_000);
        close(opened.fd());
        return content;
    }

    public Errno close(int fd) {
        return call("fd_close", fd);
    }

    public int iovec(int address, int length) {
        memory.writeInt(IOVEC, address);
        memory.writeInt(IOVEC + 4, length);
        return IOVEC;
    }

    public Errno write(int fd, String content) {
        int length = text(DATA, content);
        return call("fd_write", fd, iovec(DATA, length), 1, RESULT);
    }

    /** What was read, or the error code's name. */
    public String read(int fd, int length) {
        Errno errno = call("fd_read", fd, iovec(DATA, length), 1, RESULT);
        return errno == Errno.SUCCESS ? text(DATA, resultInt()) : errno.name();
    }

    public Errno path(String function, int dir, String path) {
        return call(function, dir, PATH, text(PATH, path));
    }

    public Errno createDirectory(String path) {
        return path("path_create_directory", ROOT, path);
    }

    public Errno unlink(String path) {
        return path("path_unlink_file", ROOT, path);
    }

    public Errno removeDirectory(String path) {
        return path("path_remove_directory", ROOT, path);
    }

    public Errno rename(String from, String to) {
        return call("path_rename", ROOT, PATH, text(PATH, from), ROOT, PATH2, text(PATH2, to));
    }

    public Errno symlink(String target, String path) {
        return call("path_symlink", PATH, text(PATH, target), ROOT, PATH2, text(PATH2, path));
    }

    public Errno link(String from, String to) {
        return call("path_link", ROOT, 0, PATH, text(PATH, from), ROOT, PATH2, text(PATH2, to));
    }

    /** A link's target, or the error code's name. */
    public String readlink(String path) {
        Errno errno = call("path_readlink", ROOT, PATH, text(PATH, path), DATA, 8192, RESULT);
        return errno == Errno.SUCCESS ? text(DATA, resultInt()) : errno.name();
    }

    public Errno stat(String path, int lookup) {
        return call("path_filestat_get", ROOT, lookup, PATH, text(PATH, path), RESULT);
    }

    public Stat stat() {
        return new Stat(
                memory.readLong(RESULT),
                memory.readLong(RESULT + 8),
                (int) memory.readLong(RESULT + 16),
                memory.readLong(RESULT + 24),
                memory.readLong(RESULT + 32),
                memory.readLong(RESULT + 40),
                memory.readLong(RESULT + 48),
                memory.readLong(RESULT + 56));
    }

    /** All entries of a directory, read with a buffer of this size. */
    public List<Dirent> list(int fd, int bufferBytes) {
        List<Dirent> entries = new ArrayList<>();
        long cookie = 0;
        while (true) {
            Errno errno = call("fd_readdir", fd, DATA, bufferBytes, cookie, RESULT);
            if (errno != Errno.SUCCESS) {
                throw new AssertionError(errno);
            }
            int used = resultInt();
            int at = 0;
            while (at + 24 <= used && at + 24 + memory.readInt(DATA + at + 16) <= used) {
                int length = memory.readInt(DATA + at + 16);
                cookie = memory.readLong(DATA + at);
                entries.add(
                        new Dirent(
                                cookie,
                                memory.readLong(DATA + at + 8),
                                memory.readByte(DATA + at + 20),
                                text(DATA + at + 24, length)));
                at += 24 + length;
            }
            if (used < bufferBytes) {
                return entries;
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
