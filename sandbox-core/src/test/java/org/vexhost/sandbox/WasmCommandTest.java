package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorReason;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A command that is run once")
class WasmCommandTest {

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).build();

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private WasmCommand.Builder command(String guest) {
        return WasmCommand.builder()
                .module(Guests.hostile(guest))
                .arguments(List.of(guest + ".wasm"))
                .stdout(stdout)
                .stderr(stderr);
    }

    @Test
    void readsAndWritesTheStreamsItWasGiven() throws Exception {
        CommandResult result =
                ENGINE.exec(
                        command("command-echo")
                                .stdin(
                                        new ByteArrayInputStream(
                                                "not json".getBytes(StandardCharsets.UTF_8)))
                                .build());
        assertEquals(OptionalLong.of(0), result.exitCode());
        assertEquals("not json", stdout.toString(StandardCharsets.UTF_8));
        assertTrue(result.usage().fuelConsumed() > 0, result::toString);
    }

    @Test
    void compilesFunctionsThatAreTooLargeForTheJvm() throws Exception {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[0], new int[0]);
        Bytes code = new Bytes().repeat(40_000, Bytes.of(0x41, 1, 0x41, 2, 0x6A, 0x1A));
        module.export("memory", 2, 0).export("_start", 0, module.function(type, new int[0], code));
        List<String> warnings = new ArrayList<>();
        CommandResult result =
                ENGINE.exec(
                        WasmCommand.builder()
                                .module(module.toByteArray())
                                .warnings(warnings::add)
                                .build());
        assertEquals(OptionalLong.of(0), result.exitCode());
        assertEquals(List.of(), warnings);
    }

    @Test
    void takesLimitsOnItsModule() throws Exception {
        InvalidModuleException refused =
                assertThrows(
                        InvalidModuleException.class,
                        () ->
                                ENGINE.exec(
                                        command("command-echo")
                                                .moduleLimit("maxFunctionBytes", 1)
                                                .build()));
        assertEquals(InvalidModuleException.Reason.LIMIT_EXCEEDED, refused.reason());
        assertThrows(
                IllegalArgumentException.class,
                () -> command("command-echo").moduleLimit("maxFuel", 1));
    }

    @Test
    void saysItsExitCode() throws Exception {
        CommandResult result = ENGINE.exec(command("command-exit-3").build());
        assertEquals(OptionalLong.of(3), result.exitCode());
        assertTrue(stderr.toString(StandardCharsets.UTF_8).contains("fatal: no such thing"));
    }

    @Test
    void saysHowItTrapped() throws Exception {
        CommandResult result = ENGINE.exec(command("command-trap-after-output").build());
        assertTrue(result.exitCode().isEmpty());
        assertEquals(ErrorReason.TRAP, result.error().orElseThrow().reason());
        String message = result.error().orElseThrow().message();
        assertTrue(
                message.matches(
                        "Tool 'command-trap-after-output.wasm' trapped \\[unreachable, in '.*'"
                                + " \\(code at 0x.*\\)\\]"),
                message);
    }

    @Test
    void tellsCompilingFromRunning() throws Exception {
        CommandResult result = ENGINE.exec(command("command-exit-3").build());
        assertTrue(result.compileTime().compareTo(Duration.ZERO) > 0, result::toString);
        assertTrue(result.runTime().compareTo(Duration.ZERO) > 0, result::toString);
        CommandResult again =
                ENGINE.exec(command("command-loops").timeout(Duration.ofMillis(50)).build());
        assertTrue(again.runTime().compareTo(Duration.ofMillis(50)) >= 0, again::toString);
    }

    @Test
    void isNotLimitedInFuelAndEndsAtItsTimeout() throws Exception {
        CommandResult result =
                ENGINE.exec(command("command-loops").timeout(Duration.ofMillis(200)).build());
        assertEquals(ErrorReason.WALL_CLOCK, result.error().orElseThrow().reason());
        assertTrue(result.usage().fuelConsumed() > 100_000, result::toString);
    }

    @Test
    void isRefusedWithoutStart() {
        WasmCommand command = command("command-no-start").build();
        InvalidModuleException thrown =
                assertThrows(InvalidModuleException.class, () -> ENGINE.exec(command));
        assertEquals("WASM module must export '_start()'", thrown.fact());
    }
}
