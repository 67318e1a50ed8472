package org.vexhost.wasi.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant;
import org.vexhost.wasi.WasiModule;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.FakeContext;
import org.vexhost.wasi.kit.Guest;

/** Many calls change one directory at once: it never holds more than it may. */
class QuotaHammerTest {

    private static final int CALLS = 4;
    private static final int ROUNDS = 1500;
    private static final long MAX_BYTES = 20_000;
    private static final long MAX_FILES = 12;

    @TempDir Path base;

    @Test
    @Timeout(120)
    void theDirectoryNeverHoldsMoreThanItMay() throws Exception {
        WasiModule module = new WasiModule();
        List<Future<Map<Errno, Integer>>> running = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CALLS);
        for (int i = 0; i < CALLS; i++) {
            Random random = new Random(i);
            Callable<Map<Errno, Integer>> call = () -> call(module, random);
            running.add(threads.submit(call));
        }
        int refused = 0;
        for (Future<Map<Errno, Integer>> each : running) {
            refused += each.get().getOrDefault(Errno.DQUOT, 0);
        }
        threads.shutdown();

        assertTrue(refused > 10, "refused " + refused);
        assertWithinQuota();
        // What was given back can be used again, to the byte.
        for (Path left : list()) {
            Files.delete(left);
        }
        Thread.sleep(5_100); // until it is counted anew
        try (Guest guest = guest(module)) {
            int fd = guest.opened(Guest.ROOT, "last", Flags.OPEN_CREATE, Rights.FILE);
            assertEquals(Errno.DQUOT, guest.call("fd_allocate", fd, 0, MAX_BYTES + 1));
            assertEquals(Errno.SUCCESS, guest.call("fd_allocate", fd, 0, MAX_BYTES));
        }
    }

    private Guest guest(WasiModule module) {
        FakeContext context = new FakeContext();
        context.grant(
                new Grant.FileSystem(
                        "/data",
                        base,
                        Grant.Access.READ_WRITE,
                        Grant.Sharing.EXCLUSIVE,
                        MAX_BYTES,
                        MAX_FILES));
        return new Guest(module, context);
    }

    private Map<Errno, Integer> call(WasiModule module, Random random) {
        Map<Errno, Integer> answers = new EnumMap<>(Errno.class);
        Guest guest = guest(module);
        for (int i = 0; i < ROUNDS; i++) {
            answers.merge(step(guest, random), 1, Integer::sum);
            if (i % 50 == 0) {
                guest.close();
                guest = guest(module);
            }
        }
        guest.close();
        return answers;
    }

    private static Errno step(Guest guest, Random random) {
        String name = "f" + random.nextInt(16);
        return switch (random.nextInt(8)) {
            case 0 -> guest.unlink(name);
            case 1 -> guest.rename(name, "f" + random.nextInt(16));
            case 2 -> guest.link(name, "f" + random.nextInt(16));
            case 3 -> guest.createDirectory("d" + random.nextInt(4));
            case 4 -> guest.removeDirectory("d" + random.nextInt(4));
            default -> write(guest, name, random);
        };
    }

    /** Leaves some files open, so that they are removed while they are. */
    private static Errno write(Guest guest, String name, Random random) {
        int flags = Flags.OPEN_CREATE | (random.nextBoolean() ? Flags.OPEN_TRUNCATE : 0);
        Guest.Opened opened = guest.open(Guest.ROOT, name, flags, Rights.FILE);
        if (opened.errno() != Errno.SUCCESS) {
            return opened.errno();
        }
        if (random.nextBoolean()) {
            guest.call("fd_fdstat_set_flags", opened.fd(), Flags.FD_APPEND);
        } else {
            guest.call("fd_seek", opened.fd(), random.nextInt(3000), 0, Guest.RESULT);
        }
        Errno errno = guest.write(opened.fd(), "x".repeat(random.nextInt(3000)));
        guest.call("fd_filestat_set_size", opened.fd(), random.nextInt(4000));
        if (random.nextInt(4) > 0) {
            guest.close(opened.fd());
        }
        return errno;
    }

    private List<Path> list() throws IOException {
        try (var all = Files.list(base)) {
            return all.toList();
        }
    }

    private void assertWithinQuota() throws IOException {
        long bytes = 0;
        List<Path> all = list();
        List<Object> seen = new ArrayList<>();
        for (Path each : all) {
            if (Files.isRegularFile(each)) {
                Object inode = Files.getAttribute(each, "unix:ino");
                bytes += seen.contains(inode) ? 0 : Files.size(each);
                seen.add(inode);
            }
        }
        assertTrue(bytes <= MAX_BYTES, "bytes " + bytes);
        assertTrue(all.size() <= MAX_FILES, "files " + all.size());
    }
}
