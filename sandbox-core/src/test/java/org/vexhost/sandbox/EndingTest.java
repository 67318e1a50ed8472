package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A guest")
class EndingTest {

    private static final int[] NONE = {};
    private static final int I32 = ModuleWriter.I32;

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /** Imports {@code proc_exit} as function 0 and {@code fd_write} as function 1. */
    private static ModuleWriter module() {
        ModuleWriter module = new ModuleWriter();
        int one = module.type(new int[] {I32}, NONE);
        int four = module.type(new int[] {I32, I32, I32, I32}, new int[] {I32});
        module.importFunction("wasi_snapshot_preview1", "proc_exit", one);
        module.importFunction("wasi_snapshot_preview1", "fd_write", four);
        return module;
    }

    private static Bytes exit(int code) {
        return Bytes.of(0x41).s64(code).u8(0x10, 0);
    }

    private static int function(ModuleWriter module, Bytes code) {
        return module.function(module.type(NONE, NONE), NONE, code);
    }

    private static byte[] exitsInStartFunction(int code) {
        ModuleWriter module = module().memory(1, 1);
        module.entry(8, new Bytes().u32(function(module, exit(code))));
        int start = function(module, Bytes.of(0));
        return module.export("_start", 0, start).export("memory", 2, 0).toByteArray();
    }

    private static CommandResult exec(byte[] module) throws InvalidModuleException {
        return ENGINE.exec(WasmCommand.builder().module(module).build());
    }

    private static ToolError failure(byte[] module, Abi abi) throws Exception {
        try (WasmTool tool = ENGINE.prepare(Guests.spec("t", module).abi(abi).build())) {
            return assertThrows(ToolException.class, () -> tool.run(Guests.call("{}"))).error();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 256})
    void endsItselfInItsStartFunction(int code) throws Exception {
        assertEquals(OptionalLong.of(code), exec(exitsInStartFunction(code)).exitCode());
    }

    @Test
    void thatEndsInItsStartFunctionFailsAsACommandDoes() throws Exception {
        ToolError error = failure(exitsInStartFunction(3), Abi.COMMAND);
        assertEquals(ErrorReason.EXIT_CODE, error.reason());
        assertEquals("Tool 't' ended with exit code 3 [stderr: nothing]", error.message());
        ToolError silent = failure(exitsInStartFunction(0), Abi.COMMAND);
        assertEquals(ErrorReason.INVALID_OUTPUT, silent.reason());
        assertEquals("Tool 't' wrote no result to standard output", silent.message());
    }

    private static byte[] vex(boolean inStart, boolean inInitialize, String data) {
        ModuleWriter module = module().memory(1, 1);
        Bytes said = Bytes.of(0x41, 2, 0x41, 0, 0x41, 1, 0x41, 32, 0x10, 1, 0x1A).add(exit(7));
        int ends = function(module, said);
        int returns = function(module, new Bytes());
        int allocate =
                module.function(
                        module.type(new int[] {I32}, new int[] {I32}), NONE, Bytes.of(0x41, 0));
        int execute =
                module.function(
                        module.type(new int[] {I32, I32}, new int[] {ModuleWriter.I64}),
                        NONE,
                        exit(0).u8(0));
        if (inStart) {
            module.entry(8, new Bytes().u32(ends));
        }
        module.export("memory", 2, 0)
                .export("vex_allocate", 0, allocate)
                .export("vex_execute", 0, execute)
                .export("_initialize", 0, inInitialize ? ends : returns);
        Bytes segment =
                Bytes.of(0, 0x41, 0, 0x0B)
                        .sized(
                                Bytes.of(8, 0, 0, 0, data.length(), 0, 0, 0)
                                        .raw(data.getBytes(StandardCharsets.US_ASCII)));
        module.entry(11, segment);
        return module.toByteArray();
    }

    @Test
    void thatEndsBeforeItsResultFailsWithWhatItSaid() throws Exception {
        String message =
                "Tool 't' ended with exit code 7 before it returned a result [stderr: no config]";
        for (boolean inStart : new boolean[] {true, false}) {
            ToolError error = failure(vex(inStart, !inStart, "no config\n"), Abi.VEX);
            assertEquals(ErrorReason.EXIT_CODE, error.reason());
            assertEquals(message, error.message());
            assertEquals(
                    new ErrorDetail.Exit(7, List.of("no config")), error.detail().orElseThrow());
        }
        ToolError late = failure(vex(false, false, "x"), Abi.VEX);
        assertEquals(
                "Tool 't' ended with exit code 0 before it returned a result [stderr: nothing]",
                late.message());
    }

    private static byte[] command(ModuleWriter module, Bytes code) {
        return module.export("_start", 0, function(module, code)).toByteArray();
    }

    @Test
    void withoutMemoryRunsAsACommand() throws Exception {
        assertEquals(OptionalLong.of(4), exec(command(module(), exit(4))).exitCode());
        assertEquals(OptionalLong.of(0), exec(command(module(), new Bytes())).exitCode());
        byte[] hidden = command(module().memory(1, 1), exit(4));
        assertEquals(OptionalLong.of(4), exec(hidden).exitCode());
    }

    @Test
    void withoutExportedMemoryTrapsInACallThatNeedsIt() throws Exception {
        Bytes write = Bytes.of(0x41, 1, 0x41, 0, 0x41, 1, 0x41, 0, 0x10, 1, 0x1A);
        ModuleWriter otherName = module().memory(1, 1).export("mem", 2, 0);
        for (ModuleWriter module :
                new ModuleWriter[] {module(), module().memory(1, 1), otherName}) {
            ToolError error = exec(command(module, write)).error().orElseThrow();
            assertEquals(ErrorReason.TRAP, error.reason());
            assertEquals(
                    "missing required memory export",
                    ((ErrorDetail.Trap) error.detail().orElseThrow()).kind());
        }
    }

    @Test
    void withoutExportedMemoryIsRejectedUnderTheVexInterface() {
        ModuleWriter module = module().memory(1, 1);
        int allocate =
                module.function(
                        module.type(new int[] {I32}, new int[] {I32}), NONE, Bytes.of(0x41, 0));
        int execute =
                module.function(
                        module.type(new int[] {I32, I32}, new int[] {ModuleWriter.I64}),
                        NONE,
                        Bytes.of(0x42, 0));
        module.export("vex_allocate", 0, allocate).export("vex_execute", 0, execute);
        WasmToolSpec spec = Guests.spec("t", module.toByteArray()).abi(Abi.VEX).build();
        InvalidModuleException thrown =
                assertThrows(InvalidModuleException.class, () -> ENGINE.prepare(spec));
        assertEquals("WASM module must export 'memory'", thrown.fact());
    }
}
