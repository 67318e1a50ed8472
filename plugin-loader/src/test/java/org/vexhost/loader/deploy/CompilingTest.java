package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.version.ToolFactory.Effort;
import org.vexhost.loader.registry.ToolEntry;

@DisplayName("Compiling")
@Timeout(120)
class CompilingTest extends DeploymentTestCase {

    private static final long MIB = 1L << 20;
    private static final Effort LARGE = new Effort(Duration.ofSeconds(30).toNanos(), MIB, 0);

    @AfterEach
    void releaseHeld() {
        host.factory.held.clear();
    }

    /** Drops a tool whose compilation does not end by itself. */
    private void dropHeld(String name, String version, Effort effort) {
        host.factory.efforts.put(version, effort);
        host.factory.held.add(version);
        TestModules.writePair(host.tools, name, version, "");
    }

    private ToolError refusal(String name) {
        return assertThrows(ToolException.class, () -> host.call(name)).error();
    }

    /** The reason changes while a module comes nearer to being compiled. */
    private ToolEntry awaitWaiting(String artifact, String reason) throws InterruptedException {
        return host.await(
                artifact,
                entry -> entry.state() == ToolState.COMPILING && entry.reason().equals(reason));
    }

    private ToolEntry awaitWaiting(String artifact) throws InterruptedException {
        return host.await(
                artifact,
                entry -> entry.state() == ToolState.COMPILING && !entry.reason().isEmpty());
    }

    @Test
    void ofLargeModulesHoldsUpNoSmallOne() throws Exception {
        dropHeld("large1", "11", LARGE);
        dropHeld("large2", "12", LARGE);
        host.awaitTrue(() -> host.factory.begun.size() == 1);
        TestModules.writePair(host.tools, "small", "1", "");
        host.awaitActive("small.tool.json", "1");
        TestModules.writePair(host.tools, "small", "2", "");
        host.awaitActive("small.tool.json", "2");
        assertEquals(3, host.factory.begun.size(), "large modules are compiled one at a time");
        host.factory.held.clear();
        host.awaitActive("large1.tool.json", "11");
        host.awaitActive("large2.tool.json", "12");
    }

    @Test
    void thatWaitsIsShownAndCallsAreToldSo() throws Exception {
        dropHeld("large1", "11", LARGE);
        host.awaitTrue(() -> host.factory.begun.size() == 1);
        dropHeld("large2", "12", LARGE);
        ToolEntry waiting =
                awaitWaiting(
                        "large2.tool.json",
                        "waits to be compiled: large modules are compiled one at a time [1 wait]");
        ToolError error = refusal("large2");
        assertEquals(ErrorReason.DEPLOYING, error.reason());
        assertTrue(error.isRetryable());
        assertTrue(error.message().contains(waiting.reason()), error::message);
        host.factory.held.remove("11");
        host.await(
                "large2.tool.json",
                entry -> entry.state() == ToolState.COMPILING && entry.reason().isEmpty());
    }

    @Test
    void thatWaitsForAThreadIsShownToo() throws Exception {
        dropHeld("a", "1", new Effort(0, 0, 0));
        dropHeld("b", "2", new Effort(0, 0, 0));
        host.awaitTrue(() -> host.factory.begun.size() == 2);
        TestModules.writePair(host.tools, "c", "3", "");
        awaitWaiting("c.tool.json", "waits to be compiled [1 wait]");
        assertEquals(ErrorReason.DEPLOYING, refusal("c").reason());
    }

    @Test
    void isNotWaitedForByWhatIsRefusedWithoutIt() throws Exception {
        dropHeld("a", "1", new Effort(0, 0, 0));
        dropHeld("b", "2", new Effort(0, 0, 0));
        dropHeld("large", "3", LARGE);
        host.awaitTrue(() -> host.factory.begun.size() == 3);
        host.factory.refused.put("4", "WASM module must export '_start()'");
        TestModules.writePair(host.tools, "bad", "4", "");
        ToolEntry failed = host.await("bad.tool.json", ToolState.FAILED);
        assertEquals("WASM module must export '_start()'", failed.reason());
        ToolError error = refusal("bad");
        assertEquals(ErrorReason.DEPLOYMENT_FAILED, error.reason());
        assertTrue(error.message().contains("_start()"), error::message);
    }

    @Test
    void thatRunsOutOfMemoryIsTriedTwiceAndFailsUntilTheFilesChange() throws Exception {
        host.factory.efforts.put("1", new Effort(0, 100 * MIB, 0));
        host.factory.outOfMemory.put("1", new AtomicInteger(1_000));
        TestModules.writePair(host.tools, "big", "1", "");
        ToolEntry failed = host.await("big.tool.json", ToolState.FAILED);
        assertEquals(
                "compiling ran out of memory twice, with 200 MiB of heap to itself [expected 100"
                        + " MiB]; raise the heap of 512 MiB [VEXHOST_JAVA_OPTS=-Xmx1137m]",
                failed.reason());
        host.deployer.lookNow().get();
        host.deployer.lookNow().get();
        assertEquals(2, host.factory.prepared.get());
        assertEquals(ErrorReason.DEPLOYMENT_FAILED, refusal("big").reason());
        TestModules.writePair(host.tools, "big", "2", "");
        host.awaitActive("big.tool.json", "2");
    }

    @Test
    void thatRanOutOfMemoryOnceGetsMoreOfIt() throws Exception {
        host.factory.efforts.put("1", new Effort(0, 100 * MIB, 0));
        host.factory.outOfMemory.put("1", new AtomicInteger(1));
        TestModules.writePair(host.tools, "big", "1", "");
        host.awaitActive("big.tool.json", "1");
        assertEquals(2, host.factory.prepared.get());
        assertTrue(host.heap.tryTakeForCall(host.heap.totalBytes()), "memory is given back");
    }

    @Test
    void thatCanNeverFitIsNotBegun() throws Exception {
        host.factory.efforts.put("1", new Effort(0, 600 * MIB, 0));
        TestModules.writePair(host.tools, "big", "1", "");
        assertEquals(
                "compiling needs about 600 MiB of heap, and this host has 461 MiB for it; raise the"
                        + " heap of 512 MiB [VEXHOST_JAVA_OPTS=-Xmx752m]",
                host.await("big.tool.json", ToolState.FAILED).reason());
        assertEquals(0, host.factory.prepared.get());
    }

    @Test
    void isNotBegunForAToolWhoseCallsCanNeverFit() throws Exception {
        host.factory.efforts.put("1", new Effort(0, 0, 600 * MIB));
        TestModules.writePair(host.tools, "big", "1", "");
        String reason = host.await("big.tool.json", ToolState.FAILED).reason();
        assertTrue(
                reason.startsWith(
                        "one call can come to hold 600 MiB of heap, and this host has 461 MiB"),
                reason);
        assertEquals(0, host.factory.prepared.get());
    }

    @Test
    void waitsForMemoryThatCallsHold() throws Exception {
        assertTrue(host.heap.tryTakeForCall(400 * MIB));
        host.factory.efforts.put("1", new Effort(0, 100 * MIB, 0));
        TestModules.writePair(host.tools, "a", "1", "");
        awaitWaiting(
                "a.tool.json",
                "waits for 100 MiB of heap to be compiled in, which calls and others hold");
        TestModules.writePair(host.tools, "small", "2", "");
        host.awaitActive("small.tool.json", "2");
        host.heap.giveBackOfCall(400 * MIB);
        host.awaitActive("a.tool.json", "1");
    }

    @Test
    void ofFilesThatWereReplacedWhileTheyWaitedIsLeftOut() throws Exception {
        dropHeld("large1", "11", LARGE);
        host.awaitTrue(() -> host.factory.begun.size() == 1);
        dropHeld("a", "12", LARGE);
        awaitWaiting("a.tool.json");
        TestModules.writePair(host.tools, "a", "2", "");
        host.awaitActive("a.tool.json", "2");
        assertEquals(List.of("11", "2"), host.factory.begun);
    }

    @Test
    void thatIsLeftOutIsNeverShownAsServing() throws Exception {
        TestModules.writePair(host.tools, "a", "1", "");
        host.awaitActive("a.tool.json", "1");
        List<ToolEntry> wrong = new CopyOnWriteArrayList<>();
        host.registry.subscribe(
                event ->
                        event.after()
                                .filter(entry -> entry.state() == ToolState.ACTIVE)
                                .filter(CompilingTest::isAnothersAnnouncement)
                                .ifPresent(wrong::add));
        dropHeld("large1", "11", LARGE);
        host.awaitTrue(() -> host.factory.begun.contains("11"));
        dropHeld("a", "12", LARGE);
        awaitWaiting("a.tool.json");
        TestModules.writePair(host.tools, "a", "2", "");
        host.awaitActive("a.tool.json", "2");
        assertEquals(List.of(), wrong);
    }

    private static boolean isAnothersAnnouncement(ToolEntry entry) {
        return !entry.version()
                .equals(entry.serving().map(served -> served.definition().version()));
    }

    @Test
    void ofFilesThatWereRemovedWhileTheyWaitedIsLeftOut() throws Exception {
        dropHeld("large1", "11", LARGE);
        host.awaitTrue(() -> host.factory.begun.size() == 1);
        dropHeld("a", "12", LARGE);
        awaitWaiting("a.tool.json");
        assertEquals(2, host.admin().undeploy("a").size());
        host.awaitGone("a.tool.json");
        host.factory.held.remove("11");
        host.awaitActive("large1.tool.json", "11");
        assertEquals(List.of("11"), host.factory.begun);
    }

    /** Modules that are large are not kept in memory while they wait. */
    @Test
    void readsAgainWhatWaited() throws Exception {
        dropHeld("large1", "11", LARGE);
        host.awaitTrue(() -> host.factory.begun.size() == 1);
        host.factory.efforts.put("12", LARGE);
        TestModules.write(host.tools.resolve("a.wasm"), TestModules.module("x".repeat(300_000)));
        TestModules.write(
                host.tools.resolve("a.tool.json"),
                TestModules.descriptor("a", "12").getBytes(StandardCharsets.UTF_8));
        awaitWaiting("a.tool.json");
        host.factory.held.clear();
        host.awaitActive("a.tool.json", "12");
    }

    @Test
    void keepsTheHostAliveWhereOneArtifactIsRewrittenConstantly() throws Exception {
        host.factory.delayMillis = 50;
        Thread writer =
                new Thread(
                        () -> {
                            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                                TestModules.writePair(host.tools, "restless", "0." + i, "");
                                try {
                                    Thread.sleep(90);
                                } catch (InterruptedException e) {
                                    return;
                                }
                            }
                        });
        writer.start();
        try {
            for (int i = 1; i <= 5; i++) {
                TestModules.writePair(host.tools, "calm", "1." + i, "");
                host.awaitActive("calm.tool.json", "1." + i);
            }
        } finally {
            writer.interrupt();
            writer.join();
        }
        assertFalse(host.entry("restless.tool.json").isEmpty());
    }
}
