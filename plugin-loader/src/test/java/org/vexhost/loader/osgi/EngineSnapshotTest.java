package org.vexhost.loader.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.Grants;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.loader.artifact.ArtifactReader;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.artifact.ToolsFolder;
import org.vexhost.loader.deploy.version.ToolFactory;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.work.Openers;
import org.vexhost.loader.work.Worker;
import org.vexhost.sandbox.WasmEngine;

@DisplayName("The snapshot of a tool")
class EngineSnapshotTest {

    private static final Path GUEST = Path.of("../sandbox-core/src/test/guests/core/snapshot.wasm");
    private static final Path ECHO = Path.of("../examples/echo/echo.wasm");

    @TempDir private Path tools;

    private final ScheduledThreadPoolExecutor timer = Worker.named("test-timer");
    private final Openers openers =
            new Openers(
                    "test-open-", new Openers.Limits(4, 1 << 20, 4, Duration.ofSeconds(30)), timer);
    private final WasmEngine engine = WasmEngine.builder().build();
    private final HeapBudget heap = new HeapBudget(512L << 20);
    private final EngineToolFactory factory = new EngineToolFactory(engine, Map::of, heap);

    @AfterEach
    void close() {
        engine.close();
        openers.close();
        timer.shutdownNow();
    }

    private ToolFactory.Prepared prepared(Path module, boolean snapshot) throws Exception {
        Files.copy(module, tools.resolve("tool.wasm"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                tools.resolve("tool.tool.json"),
                """
                {"name": "tool", "version": "1", "description": "For tests.",
                 "module": "tool.wasm", "parameters": true, "snapshot": %s}
                """
                        .formatted(snapshot));
        Candidate candidate = new ToolsFolder(tools, openers).scan().candidates().get(0);
        LoadedArtifact artifact = new ArtifactReader(tools, 1 << 20).read(candidate);
        return factory.check(artifact, SandboxLimits.DEFAULTS, Grants::none).prepare();
    }

    private static String call(ToolFactory.Prepared prepared) throws Exception {
        return prepared.tool().execute(ToolCall.of(Json.parse("[]"), Caller.host("test"))).text();
    }

    @Test
    @DisplayName("is counted in the host's memory once, and until its version goes")
    void isHeld() throws Exception {
        ToolFactory.Prepared with = prepared(GUEST, true);
        long bytes = heap.heldBytes();
        assertTrue(bytes > 0);
        assertEquals(engine.snapshotBytes(), bytes);
        assertEquals(Optional.of(MessageText.bytes(bytes)), with.snapshot());
        assertEquals(call(with), call(with));
        assertEquals(bytes, heap.heldBytes());
        ToolFactory.Prepared update = prepared(GUEST, true);
        assertEquals(2 * bytes, heap.heldBytes());
        with.onDropped().run();
        assertEquals(bytes, heap.heldBytes());
        update.onDropped().run();
        assertEquals(0, heap.heldBytes());
        assertEquals(0, engine.snapshotBytes());
    }

    @Test
    @DisplayName("is there only if the descriptor asks for it")
    void isAskedFor() throws Exception {
        ToolFactory.Prepared without = prepared(GUEST, false);
        assertEquals(Optional.empty(), without.snapshot());
        assertEquals(0, heap.heldBytes());
    }

    @Test
    @DisplayName("is missing with a reason, and the tool serves")
    void isMissing() throws Exception {
        ToolFactory.Prepared echo = prepared(ECHO, true);
        assertEquals(
                Optional.of(
                        "none: there is nothing to run before a call: the module exports neither"
                                + " '_initialize' nor 'wizer.initialize'"),
                echo.snapshot());
        assertEquals("[]", call(echo));
        assertEquals(0, heap.heldBytes());
    }
}
