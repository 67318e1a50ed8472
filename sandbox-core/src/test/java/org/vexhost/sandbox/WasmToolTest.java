package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;
import org.vexhost.sandbox.testing.Bytes;

@DisplayName("A tool")
class WasmToolTest {

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static WasmTool tool(String guest, Abi abi) throws InvalidModuleException {
        return ENGINE.prepare(Guests.spec("tool", Guests.hostile(guest)).abi(abi).build());
    }

    @Test
    void givesItsResultAndWhatItUsed() throws Exception {
        WasmTool echo = ENGINE.prepare(Guests.spec("echo", Guests.example("echo")).build());
        ToolOutput output = echo.run(Guests.call("{\"a\":[1,2,3]}"));
        assertEquals(Json.parse("{\"a\":[1,2,3]}"), output.output());
        assertTrue(output.usage().fuelConsumed() > 0, output::toString);
        assertEquals(10_000_000, output.usage().fuelConsumed() + output.usage().fuelRemaining());
        assertEquals(0, output.usage().peakMemoryBytes() % 65536);
    }

    @Test
    void asCommandReadsItsArgumentsAndWritesItsResult() throws Exception {
        ToolOutput output = tool("command-echo", Abi.COMMAND).run(Guests.call("{\"b\":true}"));
        assertEquals(Json.parse("{\"b\":true}"), output.output());
    }

    @Test
    void mayBeLargerThanSixteenMebibytes() throws Exception {
        Bytes padding = new Bytes().name("x").raw(new byte[17 << 20]);
        byte[] large =
                new Bytes()
                        .raw(Guests.hostile("command-echo"))
                        .add(Bytes.of(0).sized(padding))
                        .toByteArray();
        WasmTool tool = ENGINE.prepare(Guests.spec("tool", large).abi(Abi.COMMAND).build());
        assertEquals(Json.parse("{}"), tool.run(Guests.call("{}")).output());
        try (WasmEngine strict =
                WasmEngine.builder()
                        .hostModule(new FakeWasi())
                        .moduleLimit("maxModuleBytes", 17 << 20)
                        .build()) {
            InvalidModuleException refused =
                    assertThrows(
                            InvalidModuleException.class,
                            () ->
                                    strict.prepare(
                                            Guests.spec("tool", large).abi(Abi.COMMAND).build()));
            assertEquals(InvalidModuleException.Reason.LIMIT_EXCEEDED, refused.reason());
        }
    }

    @Test
    void thatIsClosedTakesNoCalls() throws Exception {
        WasmTool tool = tool("command-echo", Abi.COMMAND);
        tool.close();
        ToolException thrown = assertThrows(ToolException.class, () -> tool.run(Guests.call("{}")));
        assertEquals(ErrorReason.DRAINING, thrown.error().reason());
        assertEquals("Tool 'tool' takes no new calls", thrown.error().message());
    }

    @Test
    void ofAnEngineThatIsClosedTakesNoCalls() throws Exception {
        WasmEngine engine = WasmEngine.builder().build();
        WasmTool tool = engine.prepare(Guests.spec("echo", Guests.example("echo")).build());
        engine.close();
        ToolException thrown = assertThrows(ToolException.class, () -> tool.run(Guests.call("{}")));
        assertEquals(ErrorReason.DRAINING, thrown.error().reason());
        WasmToolSpec spec = Guests.spec("echo", Guests.example("echo")).build();
        assertThrows(IllegalStateException.class, () -> engine.prepare(spec));
    }

    @Test
    void whoseEngineIsClosedInTheMiddleOfACallSaysSo() throws Exception {
        WasmEngine engine = WasmEngine.builder().build();
        WasmTool loop =
                engine.prepare(
                        Guests.spec("loop", Guests.core("actions"))
                                .limits(Guests.limits(limits -> limits.maxFuel(1_000_000_000_000L)))
                                .build());
        Thread closer =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(100);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            engine.close();
                        });
        closer.start();
        ToolException thrown =
                assertThrows(ToolException.class, () -> loop.run(Guests.call("[5,0]")));
        assertEquals(ErrorReason.DRAINING, thrown.error().reason());
        closer.join();
    }

    @Test
    void isCompiledOnceForAllEnginesOfACacheDirectory(@TempDir Path directory) throws Exception {
        Path cache = directory.resolve("compiled");
        WasmToolSpec spec = Guests.spec("echo", Guests.example("echo")).build();
        try (WasmEngine engine = WasmEngine.builder().cacheDirectory(cache).build()) {
            assertEquals("[1]", engine.prepare(spec).execute(Guests.call("[1]")).text());
        }
        List<Path> entries = entries(cache);
        assertEquals(1, entries.size(), entries::toString);
        try (WasmEngine engine = WasmEngine.builder().cacheDirectory(cache).build()) {
            assertEquals("[2]", engine.prepare(spec).execute(Guests.call("[2]")).text());
        }
        assertEquals(entries, entries(cache));
    }

    @Test
    void isCompiledAllTheSameWhereTheCacheCannotBeUsed(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        try (WasmEngine engine = WasmEngine.builder().cacheDirectory(file).build()) {
            WasmToolSpec spec = Guests.spec("echo", Guests.example("echo")).build();
            assertEquals("[3]", engine.prepare(spec).execute(Guests.call("[3]")).text());
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
