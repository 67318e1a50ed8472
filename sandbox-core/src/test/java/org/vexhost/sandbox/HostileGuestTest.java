package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Runs the hostile guests that need no more of WASI than {@link FakeWasi} has; {@code hostile.json}
 * says how each has to end. After each, a good tool must still answer.
 */
@DisplayName("A hostile guest")
class HostileGuestTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INPUT = "{\"text\":\"hostile \\u00e9\"}";
    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @TestFactory
    Stream<DynamicTest> endsAsItMust() throws Exception {
        List<JsonNode> all =
                StreamSupport.stream(
                                JSON.readTree(Guests.ROOT.resolve("hostile.json").toFile())
                                        .spliterator(),
                                false)
                        .filter(each -> !each.get("guest").asString().startsWith("wasi-"))
                        .toList();
        assertTrue(all.size() > 200, () -> all.size() + " guests");
        WasmTool bystander =
                ENGINE.prepare(Guests.spec("bystander", Guests.example("echo")).build());
        return all.stream()
                .map(
                        each ->
                                DynamicTest.dynamicTest(
                                        each.get("guest").asString(),
                                        () -> {
                                            check(each);
                                            assertEquals(
                                                    INPUT,
                                                    bystander.execute(Guests.call(INPUT)).text());
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
                ToolOutput output = tool.run(Guests.call(INPUT));
                checkResult(outcomes, expected, output);
            } catch (ToolException e) {
                checkError(outcomes, expected, e.error());
            }
        }
    }

    private static WasmToolSpec spec(JsonNode expected) {
        SandboxLimits.Builder limits = SandboxLimits.builder();
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
        return Guests.spec("hostile", Guests.hostile(expected.get("guest").asString()))
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

    @TestFactory
    Stream<DynamicTest> isRefusedByTheVerySentence() {
        return Stream.of(
                refusal(
                        "refused-no-execute",
                        "WASM module must export 'vex_execute(u32, u32) -> u64'; export the functions of the interface 'vex', or build a program with main and set \"abi\": \"command\" in the descriptor"),
                refusal(
                        "refused-no-allocate",
                        "WASM module must export 'vex_allocate(u32) -> u32'; export the functions of the interface 'vex', or build a program with main and set \"abi\": \"command\" in the descriptor"),
                refusal(
                        "refused-memory-not-exported",
                        "WASM module must export 'memory'; export it: clang, rustc and Go do so by default, the text format with (export \"memory\" (memory 0))"),
                refusal(
                        "refused-execute-i32",
                        "WASM module must export 'vex_execute(u32, u32) -> u64' [is (i32, i32) -> (i32)]"),
                refusal(
                        "refused-allocate-is-a-global",
                        "WASM module must export 'vex_allocate(u32) -> u32' [is not a function]"),
                refusal(
                        "refused-import-wasi-unknown",
                        "import 'wasi_snapshot_preview1.fd_launch' is unknown; WASI preview 1 has no such function: build for wasm32-wasip1 without an extension such as WasmEdge's sockets"),
                refusal(
                        "refused-import-wasi-wrong-type",
                        "import 'wasi_snapshot_preview1.fd_write' has the wrong type [is (i32, i32, i32) -> (i32), must be (i32, i32, i32, i32) -> (i32)]"),
                refusal(
                        "memory-minimum-above-limit",
                        "WASM module exceeds maxMemoryBytes of 67108864 (64 MiB) [declared minimum of 67174400 (64 MiB)]; set \"limits\": {\"maxMemoryBytes\": 67174400} or more in the descriptor"));
    }

    private static DynamicTest refusal(String guest, String message) {
        return DynamicTest.dynamicTest(
                guest,
                () -> {
                    WasmToolSpec spec = Guests.spec("hostile", Guests.hostile(guest)).build();
                    InvalidModuleException thrown =
                            assertThrows(InvalidModuleException.class, () -> ENGINE.prepare(spec));
                    assertEquals(message, thrown.getMessage());
                });
    }
}
