package org.vexhost.examples.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolOutput;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import tools.jackson.databind.JsonNode;

@DisplayName("An example")
class ExamplesTest {

    private static final JsonNode RECORD =
            Example.JSON.readTree(Example.ROOT.resolve("fuel.json").toFile());
    private static final WasmEngine ENGINE =
            WasmEngine.builder()
                    .hostModule(new StillWasi(RECORD.get("clockNanos").asLong()))
                    .build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @TestFactory
    Stream<DynamicTest> answersAsItSaysAndCostsWhatItCostsInWasmtime() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Example example : Example.all()) {
            tests.add(DynamicTest.dynamicTest(example.name(), () -> check(example)));
        }
        assertTrue(tests.size() >= 6, () -> tests.size() + " examples");
        return tests.stream();
    }

    private static void check(Example example) throws Exception {
        JsonNode record = RECORD.get("examples").get(example.name());
        JsonNode calls = example.calls();
        assertEquals(record.get("calls").size(), calls.size());
        try (WasmTool tool = ENGINE.prepare(example.spec(example.module()))) {
            for (int i = 0; i < calls.size(); i++) {
                JsonNode recorded = record.get("calls").get(i);
                Json arguments = Json.parse(recorded.get("arguments").asString());
                assertEquals(
                        calls.get(i).get("arguments"), Example.JSON.readTree(arguments.text()));
                ToolOutput answer = tool.run(ToolCall.of(arguments, Caller.host("test")));
                Expectation.check(
                        calls.get(i).get("title").asString(),
                        calls.get(i).get("expect"),
                        Example.JSON.readTree(answer.output().text()));
                checkFuel(
                        recorded.get("fuel").asLong(),
                        answer.usage().fuelConsumed(),
                        record.get("exact").asBoolean());
                assertEquals(
                        recorded.get("memoryBytes").asLong(), answer.usage().peakMemoryBytes());
            }
        }
    }

    /**
     * The order of files takes part in the fuel of a tool that reads them: close is enough there.
     */
    private static void checkFuel(long expected, long actual, boolean exact) {
        if (exact) {
            assertEquals(expected, actual);
        } else {
            assertEquals((double) expected, (double) actual, expected * 0.1);
        }
    }

    @TestFactory
    Stream<DynamicTest> hasTheChecksumsThatWereRecorded() throws IOException {
        return Example.all().stream()
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> checkSums(example)));
    }

    private static void checkSums(Example example) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        List<String> lines = Files.readAllLines(example.folder().resolve("SHA256SUMS"));
        assertEquals(1, lines.size());
        String sum = HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(example.module())));
        assertEquals(sum + "  " + example.module().getFileName(), lines.get(0));
    }

    @TestFactory
    Stream<DynamicTest> isDescribed() throws IOException {
        return Example.all().stream()
                .map(
                        example ->
                                DynamicTest.dynamicTest(
                                        example.name(),
                                        () -> {
                                            Path readme = example.folder().resolve("README.md");
                                            String text =
                                                    Files.readString(
                                                            readme, StandardCharsets.UTF_8);
                                            assertTrue(
                                                    text.contains(
                                                            "vexhost call --wait "
                                                                    + example.name()));
                                        }));
    }
}
