package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;
import org.vexhost.sandbox.spi.Dependence;

@DisplayName("Snapshots in the cache directory")
class SnapshotCacheTest {

    @TempDir private Path directory;

    private final FakeAsk ask = new FakeAsk();

    private WasmEngine engine() {
        return WasmEngine.builder()
                .hostModule(ask)
                .cacheDirectory(directory.resolve("cache"))
                .build();
    }

    private static WasmToolSpec.Builder spec(String name) {
        return Guests.spec(name, SnapshotTest.asking(Dependence.NOTHING)).snapshot(true);
    }

    /** Prepares a tool on a host of its own, and returns what it answers. */
    private String answer(WasmToolSpec.Builder spec) throws InvalidModuleException, ToolException {
        try (WasmEngine engine = engine()) {
            WasmTool tool = engine.prepare(spec.build());
            assertEquals(Optional.empty(), tool.snapshotProblem());
            assertTrue(tool.snapshotBytes() > 0);
            return tool.execute(Guests.call("[]")).text();
        }
    }

    private List<Path> snapshots() throws IOException {
        try (var files = Files.list(directory.resolve("cache"))) {
            return files.filter(file -> file.toString().endsWith(".snapshot")).toList();
        }
    }

    @Test
    @DisplayName("serve the next host: nothing is initialised again")
    void areUsedAgain() throws Exception {
        assertEquals("7", answer(spec("tool")));
        ask.answer = context -> 8;
        assertEquals("7", answer(spec("tool")));
        assertEquals("7", answer(spec("of-another-name")));
        assertEquals(1, ask.asked.get());
        assertEquals(1, snapshots().size());
    }

    @Test
    @DisplayName("are made anew when they are damaged")
    void damaged() throws Exception {
        assertEquals("7", answer(spec("tool")));
        Path file = snapshots().get(0);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '7' ? (byte) '9' : bytes[i];
        }
        Files.write(file, bytes);
        ask.answer = context -> 8;
        assertEquals("8", answer(spec("tool")));
        assertEquals("8", answer(spec("tool")));
        assertEquals(2, ask.asked.get());
    }

    @Test
    @DisplayName("are of one module under the same limits, requests and kind of calls")
    void keys() throws Exception {
        answer(spec("tool"));
        answer(spec("tool").limits(Guests.limits(all -> all.maxMemoryBytes(1 << 20))));
        answer(spec("tool").limits(Guests.limits(all -> all.maxTableElements(7))));
        answer(spec("tool").limits(Guests.limits(all -> all.maxCallDepth(5_000))));
        answer(spec("tool").limits(Guests.limits(all -> all.maxFuel(5_000))));
        answer(spec("tool").capabilities(Set.of(Capability.ENVIRONMENT)));
        answer(spec("tool").deterministic(true));
        assertEquals(7, ask.asked.get());
        assertEquals(7, snapshots().size());
        // What a guest cannot notice is no reason for another one.
        answer(spec("tool").limits(Guests.limits(all -> all.maxOutputBytes(5_000))));
        assertEquals(7, ask.asked.get());
    }

    @Test
    @DisplayName("are made and read by deployments at the same time, and given back by each")
    void concurrentDeployments() throws Exception {
        int deployments = 8;
        ExecutorService threads = Executors.newFixedThreadPool(deployments);
        try (WasmEngine engine = engine()) {
            for (int round = 0; round < 20; round++) {
                List<Future<WasmTool>> prepared = new ArrayList<>();
                for (int i = 0; i < deployments; i++) {
                    prepared.add(threads.submit(() -> engine.prepare(spec("tool").build())));
                }
                for (Future<WasmTool> each : prepared) {
                    WasmTool tool = each.get(60, TimeUnit.SECONDS);
                    assertEquals(Optional.empty(), tool.snapshotProblem());
                    assertEquals("7", tool.execute(Guests.call("[]")).text());
                    tool.close();
                }
                assertEquals(0, engine.snapshotBytes());
                assertEquals(1, snapshots().size());
                Files.delete(snapshots().get(0));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("go with a version that is replaced while calls run, and each call has its answer")
    void updateDuringUse() throws Exception {
        int callers = 4;
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try (WasmEngine engine = engine()) {
            var current = new AtomicReference<>(engine.prepare(spec("tool").build()));
            var updated = new AtomicBoolean();
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(
                        threads.submit(
                                () -> {
                                    int calls = 0;
                                    while (!updated.get()) {
                                        calls += isAnswered(current.get()) ? 1 : 0;
                                    }
                                    return calls;
                                }));
            }
            for (int i = 0; i < 200; i++) {
                WasmTool next = engine.prepare(spec("tool").build());
                current.getAndSet(next).close();
            }
            updated.set(true);
            for (Future<Integer> each : running) {
                assertTrue(each.get(60, TimeUnit.SECONDS) > 0);
            }
            current.get().close();
            assertEquals(0, engine.snapshotBytes());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns whether a tool that others may close meanwhile took the call. */
    private static boolean isAnswered(WasmTool tool) throws ToolException {
        try {
            assertEquals("7", tool.execute(Guests.call("[]")).text());
            return true;
        } catch (ToolException e) {
            if (e.error().reason() != ErrorReason.DRAINING) {
                throw e;
            }
            return false;
        }
    }

    @Test
    @DisplayName("never hold what a call wrote")
    void neverHoldACall() throws Exception {
        byte[] secret = "a-secret-of-one-call".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (WasmEngine engine = engine()) {
            WasmTool tool = engine.prepare(spec("tool").build());
            tool.execute(Guests.call("\"a-secret-of-one-call\""));
            tool.close();
            WasmTool again = engine.prepare(spec("tool").build());
            again.execute(Guests.call("\"a-secret-of-one-call\""));
        }
        for (Path file : snapshots()) {
            String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            assertTrue(
                    !text.contains(
                            new String(secret, java.nio.charset.StandardCharsets.ISO_8859_1)));
        }
    }
}
