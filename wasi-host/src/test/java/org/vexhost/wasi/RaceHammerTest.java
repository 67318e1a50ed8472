package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexhost.api.Grant;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.abi.Rights;
import org.vexhost.wasi.kit.Guest;
import org.vexhost.wasi.kit.Sandbox;
import org.vexhost.wasi.kit.Swapper;

/**
 * A second process swaps directories and files for links that lead out, while a guest does all it
 * can do with paths. Runs for 3 seconds, or as many as the system property {@code
 * vexhost.race.seconds} says.
 */
@Timeout(300)
class RaceHammerTest {

    private static final int SECONDS = Integer.getInteger("vexhost.race.seconds", 3);

    @TempDir Path base;
    private final Map<Errno, Integer> answers = new EnumMap<>(Errno.class);

    @ParameterizedTest
    @EnumSource(Grant.Sharing.class)
    void nothingOutsideIsReachedWhileNamesAreSwapped(Grant.Sharing sharing) throws Exception {
        try (Sandbox sandbox =
                Sandbox.in(base, Grant.Access.READ_WRITE, sharing, 1L << 30, 100_000)) {
            sandbox.directory("absolute");
            sandbox.directory("relative");
            sandbox.file("file", "inside");
            sandbox.file("mine", "mine");
            Files.createDirectory(sandbox.outside.resolve("empty"));
            Path secret = sandbox.outside.resolve("secret");
            Object before = Files.readAttributes(secret, "unix:lastModifiedTime,nlink,ino,mode");

            Process swapper = Swapper.start(sandbox.inside, sandbox.outside);
            hammer(sandbox, System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS));
            swapper.getOutputStream().write('\n');
            swapper.getOutputStream().close();
            String rounds =
                    new String(swapper.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertEquals(0, swapper.waitFor(), rounds);
            assertTrue(Long.parseLong(rounds.strip()) > 100, rounds);
            assertEquals(
                    before, Files.readAttributes(secret, "unix:lastModifiedTime,nlink,ino,mode"));
            assertEquals(Sandbox.SECRET, Files.readString(secret));
            try (var left = Files.list(sandbox.outside)) {
                assertEquals(2, left.count());
            }
            assertTrue(answers.getOrDefault(Errno.SUCCESS, 0) > 100, answers.toString());
            assertTrue(answers.getOrDefault(Errno.NOTCAPABLE, 0) > 10, answers.toString());
        }
    }

    private void hammer(Sandbox sandbox, long end) throws IOException {
        Guest guest = sandbox.guest;
        while (System.nanoTime() - end < 0) {
            for (String victim : Swapper.VICTIMS) {
                everything(guest, victim);
            }
        }
        assertFalse(sandbox.context.denials.isEmpty());
        sandbox.context.denials.clear();
    }

    private void everything(Guest guest, String victim) {
        String secret = victim.equals("file") ? victim : victim + "/secret";
        open(guest, secret, 0, Rights.FD_READ, Flags.LOOKUP_FOLLOW);
        open(guest, secret, 0, Rights.FD_READ, 0);
        open(guest, secret, Flags.OPEN_CREATE, Rights.FD_READ | Rights.FD_WRITE, 0);
        open(guest, victim + "/made", Flags.OPEN_CREATE, Rights.FD_WRITE, 0);
        count(guest.createDirectory(victim + "/dir"));
        count(guest.symlink("x", victim + "/link"));
        count(guest.link("mine", victim + "/hard"));
        count(guest.link(secret, "stolen"));
        check(guest, "stolen");
        count(guest.unlink("stolen"));
        count(guest.stat(secret, Flags.LOOKUP_FOLLOW));
        times(guest, secret);
        count(guest.rename("mine", victim + "/mine"));
        count(guest.rename(victim + "/mine", "mine"));
        list(guest, victim);
        for (String made : new String[] {"/made", "/link", "/hard"}) {
            count(guest.unlink(victim + made));
        }
        count(guest.removeDirectory(victim + "/dir"));
        count(guest.removeDirectory(victim + "/empty"));
        if (!victim.equals("file")) {
            count(guest.unlink(secret));
        }
    }

    private void open(Guest guest, String path, int flags, long rights, int lookup) {
        Guest.Opened opened = guest.open(Guest.ROOT, path, lookup, flags, rights, 0, 0);
        count(opened.errno());
        if (opened.errno() == Errno.SUCCESS) {
            assertFalse(guest.read(opened.fd(), 100).contains(Sandbox.SECRET), path);
            if ((rights & Rights.FD_WRITE) != 0) {
                count(guest.write(opened.fd(), "inside"));
            }
            guest.close(opened.fd());
        }
    }

    private static void check(Guest guest, String path) {
        assertFalse(guest.content(path).contains(Sandbox.SECRET), path);
    }

    private void times(Guest guest, String path) {
        int length = guest.text(Guest.PATH, path);
        for (int lookup = 0; lookup < 2; lookup++) {
            count(guest.call("path_filestat_set_times", 3, lookup, Guest.PATH, length, 1, 1, 5));
        }
    }

    private void list(Guest guest, String path) {
        Guest.Opened opened = guest.open(Guest.ROOT, path, Flags.OPEN_DIRECTORY, Rights.FD_READDIR);
        if (opened.errno() == Errno.SUCCESS) {
            assertTrue(
                    guest.list(opened.fd(), 4096).stream()
                            .noneMatch(each -> each.name().equals("empty")));
            guest.close(opened.fd());
        }
    }

    private void count(Errno errno) {
        answers.merge(errno, 1, Integer::sum);
    }
}
