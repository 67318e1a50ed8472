package org.vexhost.examples.checks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.wasi.WasiModule;
import tools.jackson.databind.JsonNode;

/** Where the compilers are: what is checked in comes from the sources beside it. */
@DisplayName("A module that is built again")
class RebuildTest {

    @TempDir Path temporary;

    @TestFactory
    Stream<DynamicTest> isTheOneThatIsCheckedIn() throws IOException {
        Assumptions.assumeTrue(Shell.has("sh"));
        List<DynamicTest> tests = new ArrayList<>();
        for (Example example : Example.all()) {
            tests.add(DynamicTest.dynamicTest(example.name(), () -> rebuild(example)));
        }
        return tests.stream();
    }

    private void rebuild(Example example) throws Exception {
        Path copy = Files.createTempDirectory(temporary, "examples");
        for (String shared : new String[] {"build-lib.sh", "pack.py", "include", "echo"}) {
            Shell.copy(Example.ROOT.resolve(shared), copy.resolve(shared));
        }
        if (!example.name().equals("echo")) {
            Shell.copy(example.folder(), copy.resolve(example.name()));
        }
        Path module = copy.resolve(example.name()).resolve(example.name() + ".wasm");
        if (!example.name().equals("echo-single")) {
            Files.delete(module);
        }
        String log = Shell.run(module.resolveSibling("build.sh"));
        assertTrue(Files.exists(module), log);
        if (log.contains("note: ")) {
            answersTheSame(example, module); // another compiler, so other bytes
        } else {
            assertArrayEquals(Files.readAllBytes(example.module()), Files.readAllBytes(module));
        }
    }

    private static void answersTheSame(Example example, Path module) throws Exception {
        try (WasmEngine engine = WasmEngine.builder().hostModule(new WasiModule()).build();
                WasmTool tool = engine.prepare(example.spec(module))) {
            for (JsonNode call : example.calls()) {
                Json arguments = Json.parse(call.get("arguments").toString());
                Json answer = tool.run(ToolCall.of(arguments, Caller.host("test"))).output();
                Expectation.check(
                        call.get("title").asString(),
                        call.get("expect"),
                        Example.JSON.readTree(answer.text()));
            }
        }
    }
}
