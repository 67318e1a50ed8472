package org.vexhost.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.sandbox.Abi;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;

@DisplayName("A command with arguments of its own")
class CommandArgsTest {

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new WasiModule()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /** A C program: what it does is its first argument, as an interpreter's script is. */
    private static WasmTool probe(List<String> args) throws Exception {
        return ENGINE.prepare(
                WasmToolSpec.builder()
                        .definition(
                                ToolDefinition.of("probe", "1", "For tests.", Json.EMPTY_OBJECT))
                        .module(module())
                        .abi(Abi.COMMAND)
                        .limits(SandboxLimits.builder().maxTableElements(10_000).build())
                        .args(args)
                        .build());
    }

    private static byte[] module() throws IOException {
        return Files.readAllBytes(Path.of("src/test/guests/exec-probe.wasm"));
    }

    private static String answer(WasmTool tool) throws Exception {
        return tool.execute(ToolCall.of(Json.parse("{\"from\":\"stdin\"}"), Caller.host("test")))
                .text();
    }

    @Test
    void seesThemBehindItsName() throws Exception {
        WasmTool tool = probe(List.of("arguments", "[\"a b\",", "\"\",", "\"zwölf\"]"));
        assertEquals("[\"a b\",\n\"\",\n\"zwölf\"]", answer(tool).strip());
    }

    @Test
    void stillReadsTheCallsArgumentsFromStandardInput() throws Exception {
        WasmTool tool = probe(List.of("cat"));
        assertEquals("{\"from\":\"stdin\"}", answer(tool).strip());
    }

    @Test
    void getsAsMuchAsADescriptorCanHold() throws Exception {
        List<String> most = Collections.nCopies(62, "1".repeat(1_000) + ",");
        List<String> args =
                Stream.of(List.of("arguments"), List.of("["), most, List.of("2]"))
                        .flatMap(List::stream)
                        .toList();
        assertEquals("[\n" + String.join("\n", most) + "\n2]", answer(probe(args)).strip());
    }
}
