package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A tool with a snapshot, on a host")
class SnapshotIT {

    /** A tool in C whose {@code _initialize} sieves the primes up to a million. */
    private static final Path PRIMES = Path.of("src/test/resources/snapshot/primes.wasm");

    private static final String ANSWER = "{\"primes\":78498,\"calls\":1}";

    @TempDir private Path folder;

    private static String descriptor(String version, boolean snapshot) {
        return HostProcess.descriptor(
                "primes",
                version,
                ", \"limits\": {\"maxFuel\": 100000000}, \"snapshot\": " + snapshot);
    }

    private static List<Path> snapshots(HostProcess host) throws IOException {
        try (var files = Files.list(host.home().compiled())) {
            return files.filter(file -> file.toString().endsWith(".snapshot")).toList();
        }
    }

    @Test
    @DisplayName("is initialised once, answers the same in each call, and starts from disk again")
    void primes() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            host.deploy(PRIMES, "primes.wasm");
            host.write("primes.tool.json", descriptor("1.0.0", true));
            assertEquals(ANSWER, host.awaitCall("primes", "{\"to\": 1000000}").out());
            for (int i = 0; i < 20; i++) {
                assertEquals(ANSWER, host.call("primes", "{\"to\": 1000000}").out());
            }
            assertEquals(1, host.awaitLog("tool 'primes': snapshot of").size());
            String described = host.shell("vex:describe primes").out();
            assertTrue(
                    described.lines().anyMatch(line -> line.matches("snapshot +\\d+ \\(.*KiB\\)")));
            assertEquals(1, snapshots(host).size());
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(snapshots(host).get(0))));

            restart(host);
            assertEquals(ANSWER, host.awaitCall("primes", "{\"to\": 1000000}").out());
            assertEquals(1, host.awaitLog("tool 'primes': snapshot of").size());

            host.write("primes.tool.json", descriptor("2.0.0", false));
            host.awaitTools("2.0.0");
            assertEquals(ANSWER, host.awaitCall("primes", "{\"to\": 1000000}").out());
            assertFalse(host.shell("vex:describe primes").out().contains("\nsnapshot"));
        }
    }

    private static void restart(HostProcess host) throws Exception {
        host.terminate();
        assertEquals(0, host.awaitEnd());
        host.restart();
    }

    @Test
    @DisplayName("is updated while it is called, and every call has its answer")
    void updates() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            host.deploy(PRIMES, "primes.wasm");
            host.write("primes.tool.json", descriptor("1.0.0", true));
            host.awaitCall("primes", "{\"to\": 1000000}");
            var updated = new AtomicBoolean();
            List<CompletableFuture<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                callers.add(CompletableFuture.supplyAsync(() -> callUntil(host, updated)));
            }
            try {
                for (int version = 2; version < 7; version++) {
                    host.write("primes.tool.json", descriptor(version + ".0.0", version % 3 > 0));
                    host.awaitTools(version + ".0.0");
                }
            } finally {
                updated.set(true);
            }
            for (CompletableFuture<Integer> caller : callers) {
                assertTrue(caller.get(60, TimeUnit.SECONDS) > 0);
            }
        }
    }

    private static int callUntil(HostProcess host, AtomicBoolean end) {
        int calls = 0;
        do {
            try {
                assertEquals(ANSWER, host.call("primes", "{\"to\": 1000000}").out());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            calls++;
        } while (!end.get());
        return calls;
    }

    @Test
    @DisplayName("is initialised again when the file on disk is damaged or cut short")
    void damaged() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            host.deploy(PRIMES, "primes.wasm");
            host.write("primes.tool.json", descriptor("1.0.0", true));
            assertEquals(ANSWER, host.awaitCall("primes", "{\"to\": 1000000}").out());
            Path file = snapshots(host).get(0);
            byte[] whole = Files.readAllBytes(file);

            byte[] changed = whole.clone();
            changed[whole.length / 2] ^= 1;
            Files.write(file, changed);
            restart(host);
            assertEquals(ANSWER, host.awaitCall("primes", "{\"to\": 1000000}").out());
            assertEquals(2, host.awaitLog("tool 'primes': snapshot of").size());
            assertArrayEquals(whole, Files.readAllBytes(file));

            Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            restart(host);
            assertEquals(ANSWER, host.awaitCall("primes", "{\"to\": 1000000}").out());
            assertEquals(3, host.awaitLog("tool 'primes': snapshot of").size());
            assertArrayEquals(whole, Files.readAllBytes(file));
            assertEquals(2, host.awaitLog("is dropped and made anew").size());
        }
    }

    @Test
    @DisplayName("serves without one where there can be none, and says why")
    void without() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            Path example = Path.of("../examples/word-index");
            String descriptor = Files.readString(example.resolve("word-index.tool.json"));
            host.deploy(example.resolve("word-index.wasm"), "word-index.wasm");
            host.write(
                    "word-index.tool.json", descriptor.replaceFirst("\\{", "{\"snapshot\": true,"));
            host.awaitTools("BLOCKED");
            String reason =
                    "its initialisation calls 'fd_prestat_get', which depends on the directories"
                            + " that are granted";
            assertEquals(1, host.awaitLog("deployed without a snapshot: " + reason).size());
            assertTrue(
                    host.shell("vex:describe word-index")
                            .out()
                            .replaceAll("\\s+", " ")
                            .contains("none: " + reason),
                    () -> reason);
        }
    }
}
