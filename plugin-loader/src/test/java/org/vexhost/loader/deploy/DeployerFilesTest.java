package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.registry.ToolEntry;

@DisplayName("What serves goes on")
@Timeout(120)
class DeployerFilesTest extends DeploymentTestCase {

    private static final String ONE = "{\"version\": \"1.0\", \"granted\": 0}";
    private static final String TWO = "{\"version\": \"2.0\", \"granted\": 0}";

    private void restart() {
        host.close();
        host = new TestHost(home);
    }

    /** A tool whose descriptor names its module. */
    private void describe(String folder, String version, String module) {
        TestModules.write(
                host.tools.resolve(folder),
                TestModules.descriptor("svc", version, "\"module\": \"%s\",".formatted(module))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void module(String file) {
        TestModules.write(host.tools.resolve(file), TestModules.module(file));
    }

    private ToolEntry awaitServingOn(String artifact, ToolState state) throws Exception {
        return host.await(artifact, entry -> entry.state() == state && entry.serving().isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ broken", ""})
    void whenTheDescriptorBreaksThatNamesAModule(String broken) throws Exception {
        module("svc-1.wasm");
        describe("svc.tool.json", "1.0", "svc-1.wasm");
        host.awaitActive("svc.tool.json", "1.0");
        Files.writeString(host.tools.resolve("svc.tool.json"), broken);
        ToolEntry failed = host.await("svc.tool.json", ToolState.FAILED);
        assertEquals("svc.tool.json: is not JSON", failed.reason().substring(0, 26));
        assertEquals(ONE, host.call("svc"));
        assertEquals(Optional.empty(), host.entry("svc-1.wasm"));

        describe("svc.tool.json", "2.0", "svc-1.wasm");
        host.awaitActive("svc.tool.json", "2.0");
    }

    @Test
    void whenTheDescriptorOfAFolderBreaks() throws Exception {
        module("my tool/build/x.wasm");
        describe("my tool/tool.json", "1.0", "build/x.wasm");
        host.awaitActive("my tool/", "1.0");
        Files.writeString(host.tools.resolve("my tool/tool.json"), "{");
        host.await("my tool/", ToolState.FAILED);
        assertEquals(ONE, host.call("svc"));
    }

    @Test
    void untilTheModuleIsThereThatANewDescriptorAsksFor() throws Exception {
        module("svc-1.wasm");
        describe("svc.tool.json", "1.0", "svc-1.wasm");
        host.awaitActive("svc.tool.json", "1.0");
        describe("svc.tool.json", "2.0", "svc-2.wasm");
        ToolEntry waiting = awaitServingOn("svc.tool.json", ToolState.WAITING);
        assertEquals("waits for 'svc-2.wasm'; version 1.0 is still serving", waiting.reason());
        assertEquals(ONE, host.call("svc"));
        module("svc-2.wasm");
        host.awaitActive("svc.tool.json", "2.0");

        Files.delete(host.tools.resolve("svc-2.wasm"));
        host.await("svc.tool.json", entry -> !entry.isOwner());
        ToolException gone = assertThrows(ToolException.class, () -> host.call("svc"));
        assertEquals(ErrorReason.DEPLOYING, gone.error().reason());
    }

    @Test
    void overARestartWithADescriptorThatIsRefusedUnread() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", "");
        host.awaitActive("a.tool.json", "1.0");
        String typo = TestModules.descriptor("a", "2.0", "\"nmae\": \"a\",");
        Files.writeString(host.tools.resolve("a.tool.json"), typo);
        host.await("a.tool.json", ToolState.FAILED);
        for (int i = 0; i < 2; i++) {
            restart();
            ToolEntry failed = awaitServingOn("a.tool.json", ToolState.FAILED);
            assertEquals(
                    "a.tool.json: /nmae is unknown (did you mean 'name'?); version 1.0 is still serving",
                    failed.reason());
            assertEquals(ONE, host.call("a"));
        }
    }

    @Test
    void whenAnEmptyFolderIsWhereADiskWas() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", "");
        host.awaitActive("a.tool.json", "1.0");
        Path disk = home.resolve("disk");
        Files.move(host.tools, disk);
        Files.createDirectory(host.tools);
        // Longer than files may be away that are not gone.
        Thread.sleep(500);
        assertEquals(ONE, host.call("a"));

        // Nor does a start with the empty folder forget what was kept.
        restart();
        host.deployer.lookNow().get(30, TimeUnit.SECONDS);
        Files.delete(host.tools);
        Files.writeString(disk.resolve("a.tool.json"), "{ broken");
        Files.move(disk, host.tools);
        awaitServingOn("a.tool.json", ToolState.FAILED);
        assertEquals(ONE, host.call("a"));
    }

    @Test
    void whenItsArtifactIsRenamed() throws Exception {
        module("x/svc.wasm");
        describe("x/tool.json", "1.0", "svc.wasm");
        host.awaitActive("x/", "1.0");
        try (Caller caller = new Caller("svc")) {
            caller.awaitCalls(10);
            Files.move(host.tools.resolve("x"), host.tools.resolve("y"));
            host.awaitActive("y/", "1.0");
            host.awaitGone("x/");
            assertEquals(1, host.factory.prepared.get());

            module("../stage/svc.wasm");
            describe("../stage/tool.json", "2.0", "svc.wasm");
            Files.move(host.tools.resolve("y"), home.resolve("away"));
            Files.move(home.resolve("stage"), host.tools.resolve("z"));
            host.awaitActive("z/", "2.0");
            host.awaitGone("y/");
            caller.awaitCalls(10);
            assertEquals(List.of(), List.copyOf(caller.refusals));
        }
        assertEquals(TWO, host.call("svc"));
        restart();
        host.awaitActive("z/", "2.0");
    }

    @Test
    void untilTheArtifactIsReadyThatWaitedForItsName() throws Exception {
        module("x/svc.wasm");
        describe("x/tool.json", "1.0", "svc.wasm");
        host.awaitActive("x/", "1.0");
        try (Caller caller = new Caller("svc")) {
            module("y/svc.wasm");
            describe("y/tool.json", "2.0", "svc.wasm");
            ToolEntry second = host.await("y/", ToolState.FAILED);
            assertEquals("name 'svc' belongs to 'x/'", second.reason());
            host.factory.delayMillis = 300;
            Files.move(host.tools.resolve("x"), home.resolve("away"));
            host.awaitActive("y/", "2.0");
            caller.awaitCalls(10);
            assertEquals(List.of(), List.copyOf(caller.refusals));
        }
        host.awaitGone("x/");
    }

    @Test
    void untilTheNextLookWhereNoEventTellsOfAChange() throws Exception {
        TestModules.writePair(home, "a", "1.0", "");
        for (String name : List.of("a.wasm", "a.tool.json")) {
            Files.createLink(host.tools.resolve(name), home.resolve(name));
        }
        host.awaitActive("a.tool.json", "1.0");
        // The same files by their other names: nothing happens in the folder.
        TestModules.writePair(home, "a", "2.0", "");
        host.awaitActive("a.tool.json", "2.0");
        assertEquals(TWO, host.call("a"));
    }

    @Test
    void untilTheNextLookInAFolderThatHasNotChangedForLong() throws Exception {
        TestModules.writePair(home, "a", "1.0", "");
        for (String name : List.of("a.wasm", "a.tool.json")) {
            Files.setLastModifiedTime(home.resolve(name), FileTime.fromMillis(1_000_000));
            Files.createLink(host.tools.resolve(name), home.resolve(name));
        }
        Files.setLastModifiedTime(host.tools, FileTime.fromMillis(1_000_000));
        host.awaitActive("a.tool.json", "1.0");
        // The first looks see everything, and those that follow only what has another time.
        host.deployer.lookNow().get(30, TimeUnit.SECONDS);
        host.deployer.lookNow().get(30, TimeUnit.SECONDS);
        Thread.sleep(2_500);
        TestModules.writePair(home, "a", "2.0", "");
        long begun = System.nanoTime();
        host.awaitActive("a.tool.json", "2.0");
        // Before the look at everything, which is 10 s after the last one.
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(7));
        assertEquals(TWO, host.call("a"));
    }

    @Test
    void aNameIsFreeAgainThatItsOwnerGaveUpWhileTheHostWasDown() throws Exception {
        TestModules.writePair(host.tools, "first", "1.0", "");
        host.awaitActive("first.tool.json", "1.0");
        TestModules.write(
                host.tools.resolve("aa.wasm"),
                TestModules.withSection("vexhost.tool", TestModules.descriptor("first", "9.0")));
        host.await("aa.wasm", ToolState.FAILED);
        host.close();
        Files.writeString(
                host.tools.resolve("first.tool.json"), TestModules.descriptor("other", "2.0"));
        host = new TestHost(home);
        host.awaitActive("first.tool.json", "2.0");
        host.awaitActive("aa.wasm", "9.0");
        assertEquals(TWO, host.call("other"));
    }

    @Test
    void underItsNameAlthoughAnotherWantsThatWhileItIsRestored() throws Exception {
        TestModules.writePair(host.tools, "zz", "1.0", "");
        host.awaitActive("zz.tool.json", "1.0");
        TestModules.write(
                host.tools.resolve("aa.wasm"),
                TestModules.withSection("vexhost.tool", TestModules.descriptor("zz", "9.0")));
        host.await("aa.wasm", ToolState.FAILED);
        Files.writeString(host.tools.resolve("zz.tool.json"), "{ broken");
        restart();
        awaitServingOn("zz.tool.json", ToolState.FAILED);
        host.await("aa.wasm", ToolState.FAILED);
        assertEquals(ONE, host.call("zz"));
    }

    @Test
    void butNotAboveALoweredCeilingWhateverItsFilesAre() throws Exception {
        TestModules.writePair(host.tools, "a", "1.0", "\"limits\": {\"maxFuel\": 2000000},");
        host.awaitActive("a.tool.json", "1.0");
        Files.writeString(host.tools.resolve("a.tool.json"), "{ broken");
        host.await("a.tool.json", ToolState.FAILED);
        assertEquals(ONE, host.call("a"));
        HostSettings before = host.current();
        host.set(
                new HostSettings(
                        before.home(),
                        before.toolsFolder(),
                        before.defaults(),
                        SandboxLimits.builder().maxFuel(1_000_000).build(),
                        before.deployment(),
                        before.admission()));
        host.await("a.tool.json", entry -> entry.serving().isEmpty());
        ToolException refused = assertThrows(ToolException.class, () -> host.call("a"));
        assertEquals(ErrorReason.DEPLOYMENT_FAILED, refused.error().reason());
    }

    /** Calls a tool all the time. */
    private final class Caller implements AutoCloseable {
        private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();
        private final Thread thread;

        Caller(String tool) {
            thread = new Thread(() -> run(tool), "caller");
            thread.start();
        }

        private void run(String tool) {
            while (!over.get()) {
                try {
                    host.call(tool);
                } catch (ToolException e) {
                    refusals.add(e.error().toString());
                }
                calls.incrementAndGet();
                Thread.onSpinWait();
            }
        }

        void awaitCalls(int more) throws InterruptedException {
            int wanted = calls.get() + more;
            host.awaitTrue(() -> calls.get() >= wanted);
        }

        @Override
        public void close() throws IOException {
            over.set(true);
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
