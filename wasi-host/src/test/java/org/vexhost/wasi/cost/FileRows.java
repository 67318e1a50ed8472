package org.vexhost.wasi.cost;

import java.util.List;
import org.vexhost.wasi.WasiModule;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;

/** Functions of open files and streams. */
final class FileRows extends RowGroup {

    FileRows() {
        reading();
        writing();
        descriptors();
    }

    private void reading() {
        for (String function : List.of("fd_read", "fd_pread")) {
            row(
                    function,
                    "1 MiB of a file",
                    sandbox -> {
                        int fd = file(sandbox, BIG);
                        return transfer(sandbox, function, fd, 1, BIG);
                    });
            row(
                    function,
                    "1,024 bytes of a file, into a buffer each",
                    sandbox -> {
                        int fd = file(sandbox, BIG);
                        return transfer(sandbox, function, fd, 1024, 1);
                    });
            row(
                    function,
                    "a byte of a file",
                    sandbox -> {
                        int fd = file(sandbox, BIG);
                        return transfer(sandbox, function, fd, 1, 1);
                    });
        }
        row("fd_read", "1 MiB of input", sandbox -> transfer(sandbox, "fd_read", 0, 1, BIG));
        row("fd_read", "1,024 bytes of input", sandbox -> transfer(sandbox, "fd_read", 0, 1024, 1));
        row("fd_read", "a byte of input", sandbox -> transfer(sandbox, "fd_read", 0, 1, 1));
    }

    private void writing() {
        for (int fd : new int[] {1, 2}) {
            String to = fd == 1 ? "standard output" : "standard error";
            row("fd_write", "a line of 1 MiB to " + to, sandbox -> lines(sandbox, fd, ' ', 1, BIG));
            row("fd_write", "1 Mi lines to " + to, sandbox -> lines(sandbox, fd, '\n', 1, BIG));
            row("fd_write", "1,024 lines to " + to, sandbox -> lines(sandbox, fd, '\n', 1024, 1));
            row("fd_write", "a line to " + to, sandbox -> lines(sandbox, fd, '\n', 1, 1));
            row(
                    "fd_write",
                    "lines of 1,000 control characters to " + to,
                    sandbox -> {
                        CpuMeter.Work work = lines(sandbox, fd, 1, 1, BIG);
                        for (int i = 0; i < BIG; i += 1000) {
                            sandbox.guest.memory.writeByte(Guest.DATA * 2 + i, '\n');
                        }
                        return work;
                    });
        }
        for (String function : List.of("fd_write", "fd_pwrite")) {
            row(
                    function,
                    "1 MiB to a file",
                    sandbox -> transfer(sandbox, function, file(sandbox, BIG), 1, BIG));
            row(
                    function,
                    "1,024 bytes to a file, of a buffer each",
                    sandbox -> transfer(sandbox, function, file(sandbox, BIG), 1024, 1));
            row(
                    function,
                    "a byte to a file",
                    sandbox -> transfer(sandbox, function, file(sandbox, BIG), 1, 1));
        }
        row(
                "fd_write",
                "the first change below a directory of 2,000 names",
                sandbox -> {
                    fill(sandbox);
                    sandbox.file("file", "x");
                    return () -> {
                        try (Guest other = new Guest(new WasiModule(), sandbox.context)) {
                            int fd = other.opened(Guest.ROOT, "file", 0, FILE_RIGHTS);
                            check(other.write(fd, "y"));
                            sandbox.guest.guestFuel += other.guestFuel;
                        }
                    };
                });
    }

    private static CpuMeter.Work lines(Sandbox sandbox, int fd, int each, int buffers, int length) {
        for (int i = 0; i < BIG; i++) {
            sandbox.guest.memory.writeByte(Guest.DATA * 2 + i, each);
        }
        return transfer(sandbox, "fd_write", fd, buffers, length);
    }

    private static CpuMeter.Work transfer(
            Sandbox sandbox, String function, int fd, int buffers, int length) {
        Guest guest = sandbox.guest;
        for (int i = 0; i < buffers; i++) {
            guest.memory.writeInt(Guest.DATA + 8 * i, Guest.DATA * 2);
            guest.memory.writeInt(Guest.DATA + 8 * i + 4, length);
        }
        boolean seeks = fd > 2 && function.length() == "fd_read".length();
        return () -> {
            if (function.startsWith("fd_p")) {
                check(guest.call(function, fd, Guest.DATA, buffers, 0, Guest.RESULT));
            } else {
                check(guest.call(function, fd, Guest.DATA, buffers, Guest.RESULT));
            }
            if (seeks || (fd > 2 && function.equals("fd_write"))) {
                check(guest.call("fd_seek", fd, 0, 0, Guest.RESULT));
            }
        };
    }

    private void descriptors() {
        fd("fd_advise", 0, 0, 0);
        fd("fd_allocate", 0, 1);
        fd("fd_datasync");
        fd("fd_sync");
        fd("fd_fdstat_get", Guest.RESULT);
        fd("fd_fdstat_set_flags", 0);
        fd("fd_fdstat_set_rights", Rights.FILE, 0);
        fd("fd_filestat_get", Guest.RESULT);
        fd("fd_filestat_set_times", 0, 0, Flags.TIME_ACCESS_NOW);
        fd("fd_seek", 0, 2, Guest.RESULT);
        fd("fd_tell", Guest.RESULT);
        simple("fd_filestat_get", "of a directory", Guest.ROOT, Guest.RESULT);
        simple("fd_filestat_get", "of a stream", 1, Guest.RESULT);
        simple("fd_sync", "of a directory", Guest.ROOT);
        simple("fd_fdstat_get", "of nothing", 77, Guest.RESULT);
        simple("fd_prestat_get", "of a directory", Guest.ROOT, Guest.RESULT);
        simple("fd_prestat_dir_name", "of a directory", Guest.ROOT, Guest.DATA, 5);
        row(
                "fd_filestat_set_size",
                "to and fro",
                sandbox -> {
                    int fd = file(sandbox, 1);
                    return () -> {
                        check(sandbox.guest.call("fd_filestat_set_size", fd, BIG));
                        check(sandbox.guest.call("fd_filestat_set_size", fd, 1));
                    };
                });
        row(
                "fd_renumber",
                "to and fro",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> {
                        int from = sandbox.guest.opened(Guest.ROOT, "file", 0, FILE_RIGHTS);
                        int to = sandbox.guest.opened(Guest.ROOT, "file", 0, FILE_RIGHTS);
                        check(sandbox.guest.call("fd_renumber", from, to));
                        check(sandbox.guest.call("fd_close", to));
                    };
                });
        row(
                "fd_close",
                "of what was just opened",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> {
                        int fd = sandbox.guest.opened(Guest.ROOT, "file", 0, FILE_RIGHTS);
                        check(sandbox.guest.call("fd_close", fd));
                    };
                });
    }

    /** A row of a function of an open file. */
    private void fd(String function, long... rest) {
        row(
                function,
                "of a file",
                sandbox -> {
                    long[] arguments = new long[rest.length + 1];
                    arguments[0] = file(sandbox, 1);
                    System.arraycopy(rest, 0, arguments, 1, rest.length);
                    return () -> check(sandbox.guest.call(function, arguments));
                });
    }
}
