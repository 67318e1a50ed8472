package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A trap says")
class TrapTest {

    private static final int[] NONE = {};
    private static final int I32 = ModuleWriter.I32;

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).build();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    /** Function 0 is {@code fd_write}, 1 {@code proc_exit}. */
    private final ModuleWriter module = new ModuleWriter();

    private final int plain = module.type(NONE, NONE);

    TrapTest() {
        int four = module.type(new int[] {I32, I32, I32, I32}, new int[] {I32});
        int one = module.type(new int[] {I32}, NONE);
        module.importFunction("wasi_snapshot_preview1", "fd_write", four);
        module.importFunction("wasi_snapshot_preview1", "proc_exit", one);
        module.export("memory", 2, 0);
    }

    private int function(Bytes code) {
        return module.function(plain, NONE, code);
    }

    private static Bytes call(int function) {
        return Bytes.of(0x10).u32(function);
    }

    private byte[] startingAt(int function, String... names) {
        byte[] bytes = module.export("_start", 0, function).toByteArray();
        if (names.length == 0) {
            return bytes;
        }
        Bytes map = new Bytes().u32(names.length);
        for (int i = 0; i < names.length; i++) {
            map.u32(i + 2).name(names[i]);
        }
        return withNames(bytes, map);
    }

    private static byte[] withNames(byte[] bytes, Bytes functionNames) {
        // A module's own name comes first.
        Bytes section = new Bytes().name("name").u8(0).sized(new Bytes().name("m"));
        return new Bytes().raw(bytes).u8(0).sized(section.u8(1).sized(functionNames)).toByteArray();
    }

    private static ToolError exec(byte[] bytes) throws InvalidModuleException {
        return ENGINE.exec(WasmCommand.builder().module(bytes).build()).error().orElseThrow();
    }

    private static ToolError tool(byte[] bytes) throws Exception {
        try (WasmTool tool = ENGINE.prepare(Guests.spec("t", bytes).abi(Abi.COMMAND).build())) {
            return assertThrows(ToolException.class, () -> tool.run(Guests.call("{}"))).error();
        }
    }

    private static String inBoth(byte[] bytes) throws Exception {
        String text = tool(bytes).message();
        assertEquals(text, exec(bytes).message().replace("'command'", "'t'"));
        return text;
    }

    private static ErrorDetail.Trap detail(ToolError error) {
        return (ErrorDetail.Trap) error.detail().orElseThrow();
    }

    @Test
    void whereItHappenedAndWhoCalled() throws Exception {
        module.memory(1, 1);
        int leaf = function(Bytes.of(0x41).s64(-8).u8(0x28, 2, 0, 0x1A));
        int middle = function(call(leaf));
        int start = function(call(middle).u8(0x01));
        byte[] bytes = startingAt(start, "leaf", "middle", "main");
        ToolError error = tool(bytes);
        int code = (int) detail(error).frames().get(0).codeOffset().orElseThrow();
        assertEquals(
                "Tool 't' trapped [out of bounds memory access, in 'leaf' (code at 0x%x), called by"
                                .formatted(code)
                        + " 'middle', 'main']",
                inBoth(bytes));
        assertEquals(0, bytes[code], "a body begins with how many groups of locals it has");
        assertEquals(0x41, bytes[code + 1]);
        assertEquals(
                List.of(leaf, middle, start),
                detail(error).frames().stream().map(ErrorDetail.Frame::index).toList());
        assertEquals(Optional.of("'leaf'"), detail(error).function());
    }

    @Test
    void exceptionThatNothingCatchesWithItsTag() throws Exception {
        module.memory(1, 1);
        module.tag(module.type(new int[0], new int[0]));
        int leaf = function(Bytes.of(0x08, 0));
        int start = function(call(leaf).u8(0x01));
        byte[] bytes = startingAt(start, "leaf", "main");
        ToolError error = tool(bytes);
        int code = (int) detail(error).frames().get(0).codeOffset().orElseThrow();
        assertEquals(
                "Tool 't' trapped [uncaught exception, tag 0, in 'leaf' (code at 0x%x), called by"
                                .formatted(code)
                        + " 'main']",
                inBoth(bytes));
    }

    @Test
    void nameOfTheTagOfAnException() throws Exception {
        module.memory(1, 1);
        module.tag(module.type(new int[0], new int[0]));
        int start = function(Bytes.of(0x08, 0));
        module.export("an\nerror", 4, 0);
        String message = inBoth(startingAt(start));
        assertTrue(message.contains("[uncaught exception, tag 0 'an\\u000aerror', in "), message);
    }

    @Test
    void whatIsKnownWithoutANameSection() throws Exception {
        module.memory(1, 1);
        int leaf = function(Bytes.of(0));
        int start = function(call(leaf));
        String message = inBoth(startingAt(start));
        assertTrue(
                message.matches(
                        "Tool 't' trapped \\[unreachable, in function\\[2] \\(code at 0x..\\),"
                                + " called by '_start']"),
                message);
    }

    @Test
    void theHostFunctionThatWasGivenABadPointer() throws Exception {
        module.memory(1, 1);
        Bytes write = Bytes.of(0x41, 1, 0x41).s64(-8).u8(0x41, 1, 0x41, 0, 0x10, 0, 0x1A);
        String message = inBoth(startingAt(function(write), "main"));
        assertTrue(
                message.startsWith("Tool 't' trapped [out of bounds memory access, in"), message);
        assertTrue(message.contains("'main'"), message);
    }

    @Test
    void whereItHappenedInTheStartFunction() throws Exception {
        module.memory(1, 1);
        int start = function(Bytes.of(0x41, 1, 0x41, 0, 0x6D, 0x1A));
        module.entry(8, new Bytes().u32(start));
        String message = inBoth(startingAt(function(new Bytes()), "setup", "main"));
        assertTrue(
                message.startsWith("Tool 't' trapped [integer divide by zero, in 'setup'"),
                message);
    }

    @Test
    void thatCallsNestTooDeepAndWhere() throws Exception {
        module.memory(1, 1);
        ToolError error = tool(startingAt(function(call(2).u8(0x01)), "forever"));
        assertEquals(ErrorReason.CALL_DEPTH, error.reason());
        assertTrue(
                error.message()
                        .matches(
                                "Tool 't' exceeded maxCallDepth of 100000 units \\[in 'forever'"
                                        + " \\(code at 0x..\\), called by 'forever', 'forever',"
                                        + " 'forever', 'forever', …]"),
                error.message());
    }

    @Test
    void whatWasSaidBefore() throws Exception {
        module.memory(1, 1);
        module.entry(
                11,
                Bytes.of(0, 0x41, 0, 0x0B)
                        .sized(
                                Bytes.of(8, 0, 0, 0, 9, 0, 0, 0)
                                        .raw(
                                                "no\nidea\u0007\n"
                                                        .getBytes(StandardCharsets.US_ASCII))));
        Bytes write = Bytes.of(0x41, 2, 0x41, 0, 0x41, 1, 0x41, 0, 0x10, 0, 0x1A, 0);
        ToolError error = tool(startingAt(function(write), "main"));
        assertTrue(error.message().endsWith(", stderr: no | idea\\u0007]"), error.message());
        assertEquals(List.of("no", "idea\\u0007"), detail(error).stderr());
    }

    @Test
    void thatMemoryWasAtItsLimit() throws Exception {
        byte[] wants = wantsMemory(100_000, new Bytes().u8(0));
        ToolError error = tool(wants);
        assertTrue(detail(error).atMemoryLimit());
        assertTrue(
                error.message().endsWith(", memory was at maxMemoryBytes of 67108864 (64 MiB)]"),
                error.message());
    }

    @Test
    void nothingOfMemoryThatTheModuleItselfLimits() throws Exception {
        module.memory(1, 2);
        Bytes grow = Bytes.of(0x41).s64(9).u8(0x40, 0, 0x1A, 0);
        assertTrue(!detail(tool(startingAt(function(grow)))).atMemoryLimit());
    }

    private byte[] wantsMemory(int pages, Bytes end) {
        module.entry(5, Bytes.of(0).u32(1));
        Bytes grow = Bytes.of(0x41).s64(pages).u8(0x40, 0, 0x1A).add(end);
        return startingAt(function(grow), "main");
    }

    @Test
    void alsoAnExitSaysThatMemoryWasAtItsLimit() throws Exception {
        ToolError error = tool(wantsMemory(100_000, Bytes.of(0x41, 2, 0x10, 1)));
        assertEquals(ErrorReason.EXIT_CODE, error.reason());
        assertEquals(
                "Tool 't' ended with exit code 2 [stderr: nothing, memory was at maxMemoryBytes of"
                        + " 67108864 (64 MiB)]",
                error.message());
    }

    @Test
    void namesEscapedAndCut() throws Exception {
        module.memory(1, 1);
        String evil = "a\u001b[31m\n\u009b\u202e" + "x".repeat(500);
        ToolError error = tool(startingAt(function(Bytes.of(0)), evil));
        String name = detail(error).frames().get(0).name().orElseThrow();
        assertTrue(name.startsWith("a\\u001b[31m\\u000a\\u009b\\u202e"), name);
        assertTrue(name.length() <= 200 && name.endsWith("…"), name);
        assertTrue(name.chars().noneMatch(Character::isISOControl), name);
    }

    @Test
    void whatItCanWhenTheNameSectionIsHostile() throws Exception {
        module.memory(1, 1);
        byte[] bytes = startingAt(function(Bytes.of(0)));
        for (Bytes names :
                List.of(
                        new Bytes(),
                        Bytes.of(0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
                        Bytes.of(0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
                        Bytes.of(1, 2, 9, 'a'),
                        Bytes.of(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
                        Bytes.of(1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 'a'))) {
            ToolError error = tool(withNames(bytes, names));
            assertEquals(Optional.of("'_start'"), detail(error).function(), error.message());
        }
        Bytes malformed = Bytes.of(1, 2, 2, 0xC3, 0x28);
        assertEquals(
                Optional.of("'\ufffd('"), detail(tool(withNames(bytes, malformed))).function());
        Bytes twice = Bytes.of(2, 2).name("first").u8(2).name("second");
        assertEquals(Optional.of("'first'"), detail(tool(withNames(bytes, twice))).function());
    }

    @Test
    void whereItHappenedInTheInterpreter() throws Exception {
        module.memory(1, 1);
        int leaf = function(Bytes.of(0));
        int middle = function(call(leaf));
        // Results that differ only in the kind of reference are not compiled.
        int funcref = module.type(NONE, new int[] {ModuleWriter.FUNCREF, I32});
        int externref = module.type(NONE, new int[] {ModuleWriter.EXTERNREF, I32});
        int start = function(call(middle));
        module.function(funcref, NONE, Bytes.of(0xD0, 0x70, 0x41, 0));
        module.function(externref, NONE, Bytes.of(0xD0, 0x6F, 0x41, 0));
        String message = inBoth(startingAt(start, "leaf", "middle", "main"));
        assertTrue(
                message.startsWith("Tool 't' trapped [unreachable, in 'leaf' (code at 0x"),
                message);
        assertTrue(message.endsWith("), called by 'middle', 'main']"), message);
    }

    @Test
    void whereItHappenedBetweenCompiledAndInterpretedFunctions() throws Exception {
        module.memory(1, 1);
        int leaf = function(Bytes.of(0));
        Bytes large = new Bytes();
        Bytes step = Bytes.of(0x41, 1, 0x41, 2, 0x6A, 0x1A);
        large.repeat(40_000, step);
        int interpreted = module.function(plain, NONE, large.add(call(leaf)));
        int start = function(call(interpreted));
        String message = inBoth(startingAt(start, "leaf", "large", "main"));
        assertTrue(
                message.startsWith("Tool 't' trapped [unreachable, in 'leaf' (code at 0x"),
                message);
        assertTrue(message.endsWith("), called by 'large', 'main']"), message);
    }

    @Test
    void nothingOfFunctionsAfterAnOrdinaryExit() throws Exception {
        module.memory(1, 1);
        ToolError error = tool(startingAt(function(Bytes.of(0x41, 3, 0x10, 1)), "main"));
        assertEquals("Tool 't' ended with exit code 3 [stderr: nothing]", error.message());
        assertEquals(new ErrorDetail.Exit(3, List.of()), error.detail().orElseThrow());
    }
}
