package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;
import org.vexhost.sandbox.Abi;
import org.vexhost.sandbox.InvalidModuleException;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Runs the hostile guests that use WASI; {@code hostile.json} of sandbox-core says how each has to
 * end. After each, a good tool must still answer.
 */
@DisplayName("A hostile guest of WASI")
class HostileGuestTest {

    private static final Path GUESTS = Path.of("../sandbox-core/src/test/guests");

    /** They end with the clock: there is no need to wait for half a minute. */
    private static final Set<String> ENDLESS =
            Set.of("wasi-random-flood", "wasi-sched-yield-loop", "wasi-stderr-flood");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INPUT = "{\"text\":\"hostile \\u00e9\"}";
    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new WasiModule()).hostModule(new VexModule()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @TestFactory
    Stream<DynamicTest> endsAsItMust() throws Exception {
        List<JsonNode> all =
                StreamSupport.stream(
                                JSON.readTree(GUESTS.resolve("hostile.json").toFile())
                                        .spliterator(),
                                false)
                        .filter(each -> usesWasi(each.get("guest").asString()))
                        .toList();
        assertTrue(all.size() > 70, () -> all.size() + " guests");
        WasmTool bystander =
                ENGINE.prepare(spec("bystander", Path.of("../examples/echo/echo.wasm")).build());
        return all.stream()
                .map(
                        each ->
                                DynamicTest.dynamicTest(
                                        each.get("guest").asString(),
                                        () -> {
                                            check(each);
                                            assertEquals(INPUT, bystander.execute(call()).text());
                                        }));
    }

    private static void check(JsonNode expected) throws Exception {
        List<String> outcomes = List.of(expected.get("outcome").asString().split("_OR_"));
        WasmTool tool;
        try {
            tool = ENGINE.prepare(spec(expected));
        } catch (InvalidModuleException e) {
            assertTrue(outcomes.contains("REFUSED"), () -> "refused: " + e.getMessage());
            if (expected.has("names")) {
                String text = String.valueOf(e.getMessage());
                assertTrue(text.contains(expected.get("names").asString()), text);
            }
            return;
        }
        int calls = expected.has("calls") ? expected.get("calls").asInt() : 1;
        for (int i = 0; i < calls; i++) {
            try {
                ToolOutput output = tool.run(call());
                checkResult(outcomes, expected, output);
            } catch (ToolException e) {
                checkError(outcomes, expected, e.error());
            }
        }
    }

    private static boolean usesWasi(String guest) {
        return guest.startsWith("wasi-")
                || guest.startsWith("command-")
                || guest.startsWith("refused-import-");
    }

    private static ToolCall call() {
        return ToolCall.of(Json.parse(INPUT), Caller.host("test"));
    }

    private static WasmToolSpec.Builder spec(String name, Path module) throws IOException {
        return WasmToolSpec.builder()
                .definition(
                        ToolDefinition.of(
                                name, "1.0.0", "For tests.", Json.parse("{\"type\":\"object\"}")))
                .module(Files.readAllBytes(module));
    }

    private static WasmToolSpec spec(JsonNode expected) throws IOException {
        SandboxLimits.Builder limits = SandboxLimits.builder();
        String guest = expected.get("guest").asString();
        if (ENDLESS.contains(guest)) {
            limits.timeout(Duration.ofSeconds(1));
        }
        JsonNode wanted = expected.path("limits");
        if (wanted.has("maxMemoryBytes")) {
            limits.maxMemoryBytes(wanted.get("maxMemoryBytes").asLong());
        }
        if (wanted.has("maxFuel")) {
            limits.maxFuel(wanted.get("maxFuel").asLong());
        }
        if (wanted.has("timeout")) {
            limits.timeout(Duration.parse(wanted.get("timeout").asString()));
        }
        return spec("hostile", GUESTS.resolve("hostile").resolve(guest + ".wasm"))
                .abi(Abi.find(expected.get("abi").asString()).orElseThrow())
                .limits(limits.build())
                .build();
    }

    private static void checkResult(List<String> outcomes, JsonNode expected, ToolOutput output) {
        Json json = output.output();
        if (outcomes.contains("ECHO")) {
            assertEquals(INPUT, json.text());
            return;
        }
        assertTrue(outcomes.contains("RESULT"), () -> "answered " + cut(json.text()));
        if (expected.has("result")) {
            assertEquals(expected.get("result"), JSON.readTree(json.text()));
        } else if (expected.has("resultEach")) {
            checkEach(expected.get("resultEach"), JSON.readTree(json.text()));
        } else if (expected.has("outputBytes")) {
            assertEquals(expected.get("outputBytes").asInt(), json.sizeBytes());
        } else {
            assertTrue(expected.has("resultAny"), "the expectation says nothing of the result");
        }
    }

    private static void checkEach(JsonNode allowed, JsonNode numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            JsonNode number = numbers.get(i);
            assertTrue(
                    StreamSupport.stream(allowed.spliterator(), false).anyMatch(number::equals),
                    () -> number + " is not one of " + allowed);
        }
    }

    private static void checkError(List<String> outcomes, JsonNode expected, ToolError error) {
        assertTrue(
                outcomes.stream().anyMatch(outcome -> matches(outcome, error)),
                () -> error + " is not " + outcomes);
        assertTrue(error.usage().isPresent(), error::toString);
        assertTrue(error.message().startsWith("Tool 'hostile' "), error.message());
        if (error.detail().orElse(null) instanceof ErrorDetail.Trap trap && expected.has("trap")) {
            assertEquals(expected.get("trap").asString(), trap.kind());
        }
        if (error.detail().orElse(null) instanceof ErrorDetail.Exit exit) {
            assertEquals(expected.get("exitCode").asLong(), exit.code());
        }
        if (expected.has("stderr")) {
            String quoted = expected.get("stderr").asString();
            assertTrue(error.message().contains(quoted), error.message());
        }
    }

    private static boolean matches(String outcome, ToolError error) {
        ErrorReason reason = error.reason();
        return switch (outcome) {
            case "FUEL", "WALL_CLOCK", "CALL_DEPTH", "TRAP", "OUTPUT_TOO_LARGE" ->
                    reason == ErrorReason.valueOf(outcome);
            case "TIMEOUT" -> reason == ErrorReason.FUEL || reason == ErrorReason.WALL_CLOCK;
            case "EXIT" -> reason == ErrorReason.EXIT_CODE;
            case "INVALID_OUTPUT" ->
                    reason == ErrorReason.INVALID_OUTPUT || reason == ErrorReason.OUT_OF_BOUNDS;
            case "INVALID_ALLOCATION" -> reason == ErrorReason.OUT_OF_BOUNDS;
            case "FAILED" -> reason != ErrorReason.HOST_FAILURE;
            case "RESULT", "ECHO", "REFUSED" -> false;
            default -> fail("unknown outcome " + outcome);
        };
    }

    private static String cut(String text) {
        return text.length() < 200 ? text : text.substring(0, 200) + "…";
    }
}
