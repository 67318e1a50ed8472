package org.vexhost.wasi.cost;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.helpers.NOPLogger;
import org.vexhost.api.Grant;
import org.vexhost.sandbox.output.ToolLog;
import org.vexhost.sandbox.spi.GuestExitException;
import org.vexhost.sandbox.spi.HostFunction;
import org.vexhost.wasi.VexModule;
import org.vexhost.wasi.WasiModule;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.FakeContext;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;
import org.vexhost.wasi.session.VexSession;

/** What a guest can make each host function do that costs most for its fuel. */
final class HostFuelRows {

    private static final int BIG = 1 << 20;
    private static final int NAMES = 2_000;
    private static final int FILE_RIGHTS = (int) Rights.FILE;

    private final List<Row> rows = new ArrayList<>();

    private HostFuelRows() {}

    /** Prepares a guest, and tells what it does again and again. */
    private interface Preparation {
        CpuMeter.Work prepare(Sandbox sandbox) throws Exception;
    }

    /** One way to use a function. */
    record Row(String function, String what, Preparation preparation) {

        double measure(CpuMeter meter, Path directory) throws Exception {
            try (Sandbox sandbox = Sandbox.in(directory)) {
                FakeContext context = sandbox.context;
                context.stdin = new Endless();
                ToolLog log = new ToolLog(NOPLogger.NOP_LOGGER, "call");
                context.stdout = log.stdout();
                context.stderr = log.stderr();
                CpuMeter.Work work = preparation.prepare(sandbox);
                return meter.microsPerUnit(
                        () -> {
                            context.denials.clear();
                            context.lines.clear();
                            work.run();
                        },
                        () -> sandbox.guest.guestFuel + context.hostFuel);
            }
        }

        String directory() {
            return function + Integer.toHexString(what.hashCode());
        }

        @Override
        public String toString() {
            return function + ", " + what;
        }
    }

    /** Standard input that does not end. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return ' ';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return length;
        }

        @Override
        public int available() {
            return BIG;
        }
    }

    static List<Row> all() {
        HostFuelRows rows = new HostFuelRows();
        rows.processAndStrings();
        rows.reading();
        rows.writing();
        rows.descriptors();
        rows.directories();
        rows.paths();
        rows.polling();
        return List.copyOf(rows.rows);
    }

    private void row(String function, String what, Preparation preparation) {
        rows.add(new Row(function, what, preparation));
    }

    /** A row that needs nothing but arguments. */
    private void simple(String function, String what, long... arguments) {
        row(function, what, sandbox -> () -> sandbox.guest.call(function, arguments));
    }

    private void processAndStrings() {
        Preparation arguments =
                sandbox -> {
                    List<String> many = new ArrayList<>();
                    for (int i = 0; i < NAMES; i++) {
                        many.add("argument " + i);
                    }
                    sandbox.context.arguments = many;
                    return () -> {
                        check(sandbox.guest.call("args_get", Guest.DATA, BIG));
                    };
                };
        row("args_get", "2,000 arguments", arguments);
        row(
                "args_sizes_get",
                "2,000 arguments",
                sandbox -> {
                    arguments.prepare(sandbox);
                    return () -> sandbox.guest.call("args_sizes_get", Guest.RESULT, Guest.DATA);
                });
        Preparation environment =
                sandbox -> {
                    Map<String, String> many = new HashMap<>();
                    for (int i = 0; i < NAMES; i++) {
                        many.put("LONG_NAME_OF_A_VARIABLE_" + i, "value " + i);
                    }
                    sandbox.context.environment = many;
                    sandbox.context.grant(new Grant.Environment("LONG_*"));
                    return () -> check(sandbox.guest.call("environ_get", Guest.DATA, BIG));
                };
        row("environ_get", "2,000 variables", environment);
        row(
                "environ_sizes_get",
                "2,000 variables",
                sandbox -> {
                    environment.prepare(sandbox);
                    return () -> sandbox.guest.call("environ_sizes_get", Guest.RESULT, Guest.DATA);
                });
        simple("clock_res_get", "realtime", 0, Guest.RESULT);
        simple("clock_time_get", "realtime", 0, 1, Guest.RESULT);
        simple("clock_time_get", "monotonic", 1, 1, Guest.RESULT);
        simple("clock_time_get", "processor", 3, 1, Guest.RESULT);
        simple("clock_time_get", "no such clock", 9, 1, Guest.RESULT);
        simple("random_get", "8 bytes", Guest.DATA, 8);
        simple("random_get", "1 MiB", Guest.DATA, BIG);
        row(
                "random_get",
                "1 MiB of real entropy",
                sandbox -> {
                    sandbox.context.grant(new Grant.Cryptography());
                    return () -> sandbox.guest.call("random_get", Guest.DATA, BIG);
                });
        row(
                "random_get",
                "8 bytes of real entropy",
                sandbox -> {
                    sandbox.context.grant(new Grant.Cryptography());
                    return () -> sandbox.guest.call("random_get", Guest.DATA, 8);
                });
        row(
                "proc_exit",
                "which a call does once",
                sandbox ->
                        () -> {
                            try {
                                sandbox.guest.call("proc_exit", 1);
                            } catch (GuestExitException e) {
                                check(Errno.SUCCESS);
                            }
                        });
        simple("proc_raise", "a signal", 9);
        simple("sched_yield", "alone");
        for (String function : List.of("sock_accept", "sock_recv", "sock_send", "sock_shutdown")) {
            int count =
                    Map.of("sock_accept", 3, "sock_recv", 6, "sock_send", 5)
                            .getOrDefault(function, 2);
            simple(function, "of no socket", new long[count]);
        }
        row("vex.log", "a long line", sandbox -> log(sandbox, 8192));
        row("vex.log", "a short line", sandbox -> log(sandbox, 1));
    }

    private static CpuMeter.Work log(Sandbox sandbox, int length) {
        VexModule module = new VexModule();
        HostFunction<VexSession> function = module.functions().get(0);
        return () -> {
            // A call logs so many lines that are not dropped.
            VexSession session = module.open(sandbox.context);
            for (int i = 0; i < 1_000; i++) {
                function.body()
                        .call(session, sandbox.guest.memory, new long[] {1, Guest.DATA, length});
                sandbox.guest.guestFuel += 4;
            }
        };
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

    private static int file(Sandbox sandbox, int size) throws IOException {
        Files.write(sandbox.inside.resolve("file"), new byte[size]);
        return sandbox.guest.opened(Guest.ROOT, "file", 0, FILE_RIGHTS);
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

    private static void fill(Sandbox sandbox) throws IOException {
        for (int i = 0; i < NAMES; i++) {
            sandbox.file("name " + i, "");
        }
    }

    private void directories() {
        row(
                "fd_readdir",
                "from the beginning, into a small buffer",
                sandbox -> {
                    fill(sandbox);
                    return () ->
                            check(
                                    sandbox.guest.call(
                                            "fd_readdir",
                                            Guest.ROOT,
                                            Guest.DATA,
                                            1,
                                            0,
                                            Guest.RESULT));
                });
        row(
                "fd_readdir",
                "all of it",
                sandbox -> {
                    fill(sandbox);
                    return () ->
                            check(
                                    sandbox.guest.call(
                                            "fd_readdir",
                                            Guest.ROOT,
                                            Guest.DATA,
                                            BIG,
                                            0,
                                            Guest.RESULT));
                });
        row(
                "fd_readdir",
                "all of it again, which is listed",
                sandbox -> {
                    fill(sandbox);
                    check(
                            sandbox.guest.call(
                                    "fd_readdir", Guest.ROOT, Guest.DATA, 1, 0, Guest.RESULT));
                    return () ->
                            check(
                                    sandbox.guest.call(
                                            "fd_readdir",
                                            Guest.ROOT,
                                            Guest.DATA,
                                            BIG,
                                            1,
                                            Guest.RESULT));
                });
    }

    private static String deep(Sandbox sandbox) throws IOException {
        String path = "d/".repeat(50);
        Files.createDirectories(sandbox.inside.resolve(path));
        return path;
    }

    /** Links that lead up and down all the time, as links may. */
    private static String links(Sandbox sandbox) throws IOException {
        Files.createDirectories(sandbox.inside.resolve("d"));
        String round = "d/../".repeat(100);
        sandbox.link("l0", "d");
        for (int i = 1; i < 5; i++) {
            sandbox.link("l" + i, round + "l" + (i - 1));
        }
        return "l4";
    }

    private void paths() {
        row(
                "path_open",
                "a file",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> {
                        int fd = sandbox.guest.opened(Guest.ROOT, "file", 0, FILE_RIGHTS);
                        check(sandbox.guest.call("fd_close", fd));
                    };
                });
        row(
                "path_open",
                "nothing",
                sandbox -> () -> sandbox.guest.open(Guest.ROOT, "nothing", 0, FILE_RIGHTS));
        row(
                "path_open",
                "a new file",
                sandbox ->
                        () -> {
                            int fd =
                                    sandbox.guest.opened(
                                            Guest.ROOT, "new", Flags.OPEN_CREATE, FILE_RIGHTS);
                            check(sandbox.guest.call("fd_close", fd));
                            check(sandbox.guest.unlink("new"));
                        });
        row(
                "path_open",
                "a directory 50 down",
                sandbox -> {
                    String path = deep(sandbox);
                    return () -> {
                        int fd =
                                sandbox.guest.opened(
                                        Guest.ROOT, path, Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
                        check(sandbox.guest.call("fd_close", fd));
                    };
                });
        row(
                "path_open",
                "outside",
                sandbox -> () -> sandbox.guest.open(Guest.ROOT, "../".repeat(1000), 0, 0));
        row(
                "path_filestat_get",
                "2,000 points",
                sandbox -> () -> check(sandbox.guest.stat("./".repeat(2000), 1)));
        row(
                "path_filestat_get",
                "a file",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> check(sandbox.guest.stat("file", 1));
                });
        row(
                "path_filestat_get",
                "through links of 200 parts",
                sandbox -> {
                    String path = links(sandbox);
                    return () -> check(sandbox.guest.stat(path, 1));
                });
        row(
                "path_filestat_set_times",
                "a file",
                sandbox -> {
                    file(sandbox, 1);
                    return () ->
                            check(
                                    sandbox.guest.call(
                                            "path_filestat_set_times",
                                            Guest.ROOT,
                                            0,
                                            Guest.PATH,
                                            sandbox.guest.text(Guest.PATH, "file"),
                                            0,
                                            0,
                                            Flags.TIME_ACCESS_NOW));
                });
        row(
                "path_create_directory",
                "and remove it",
                sandbox ->
                        () -> {
                            check(sandbox.guest.createDirectory("new"));
                            check(sandbox.guest.removeDirectory("new"));
                        });
        row(
                "path_remove_directory",
                "that is not there",
                sandbox -> () -> sandbox.guest.removeDirectory("new"));
        row("path_unlink_file", "that is not there", sandbox -> () -> sandbox.guest.unlink("new"));
        row(
                "path_rename",
                "to and fro",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> {
                        check(sandbox.guest.rename("file", "other"));
                        check(sandbox.guest.rename("other", "file"));
                    };
                });
        row(
                "path_rename",
                "50 down",
                sandbox -> {
                    String path = deep(sandbox);
                    return () -> {
                        check(sandbox.guest.createDirectory(path + "a"));
                        check(sandbox.guest.rename(path + "a", path + "b"));
                        check(sandbox.guest.removeDirectory(path + "b"));
                    };
                });
        row(
                "path_link",
                "a file",
                sandbox -> {
                    file(sandbox, 1);
                    return () -> {
                        check(sandbox.guest.link("file", "other"));
                        check(sandbox.guest.unlink("other"));
                    };
                });
        row(
                "path_symlink",
                "with a long target",
                sandbox -> {
                    String target = "d/".repeat(1_000) + "x";
                    return () -> {
                        check(sandbox.guest.symlink(target, "other"));
                        check(sandbox.guest.unlink("other"));
                    };
                });
        row(
                "path_symlink",
                "that leads out",
                sandbox -> () -> sandbox.guest.symlink("../".repeat(1_000), "other"));
        row(
                "path_readlink",
                "with a long target",
                sandbox -> {
                    sandbox.link("link", "d/".repeat(2_000));
                    return () -> sandbox.guest.readlink("link");
                });
    }

    private void polling() {
        row("poll_oneoff", "4,096 clocks that are due", sandbox -> poll(sandbox, 4096, 0));
        row("poll_oneoff", "a clock that is due", sandbox -> poll(sandbox, 1, 0));
        row("poll_oneoff", "4,096 outputs", sandbox -> poll(sandbox, 4096, 2));
        row("poll_oneoff", "4,096 inputs", sandbox -> poll(sandbox, 4096, 1));
    }

    private static CpuMeter.Work poll(Sandbox sandbox, int count, int type) {
        for (int i = 0; i < count; i++) {
            int at = BIG + 48 * i;
            sandbox.guest.memory.writeByte(at + 8, type);
            sandbox.guest.memory.writeInt(at + 16, type == 0 ? 1 : type == 2 ? 1 : 0);
        }
        return () -> check(sandbox.guest.call("poll_oneoff", BIG, 2 * BIG, count, Guest.RESULT));
    }

    private static void check(Errno errno) {
        if (errno != Errno.SUCCESS) {
            throw new AssertionError("function answered " + errno);
        }
    }
}
