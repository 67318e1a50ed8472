package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName(
        "The message for a rejected module says what it is and what to do, for a command and a tool:")
class RefusedFileTest extends RefusalTestCase {

    static Stream<Arguments> files() {
        return Stream.of(
                file("is empty; copy or build it again", new byte[0]),
                file(
                        "is a component, not a core WebAssembly module; build for wasm32-wasip1"
                                + " instead of wasm32-wasip2, or take the core module out with"
                                + " 'wasm-tools component unbundle'",
                        0,
                        'a',
                        's',
                        'm',
                        13,
                        0,
                        1,
                        0),
                file(
                        "is not a WebAssembly module but its text format; assemble it with wat2wasm"
                                + " or 'wasm-tools parse'",
                        " \n(module)"),
                file(
                        "is not a WebAssembly module but its text format; assemble it with wat2wasm"
                                + " or 'wasm-tools parse'",
                        ";; a comment\n(component)"),
                file(
                        "is not a WebAssembly module but gzip data; unpack it with gunzip",
                        0x1F,
                        0x8B,
                        8),
                file(
                        "is not a WebAssembly module but a zip archive; unpack it with unzip",
                        'P',
                        'K',
                        3,
                        4),
                file(
                        "is not a WebAssembly module but zstd data; unpack it with unzstd",
                        0x28,
                        0xB5,
                        0x2F,
                        0xFD),
                file(
                        "is not a WebAssembly module but an ELF file; build for wasm32-wasip1, not"
                                + " for this machine; a module compiled ahead of time does not run"
                                + " either",
                        0x7F,
                        'E',
                        'L',
                        'F',
                        2),
                file(
                        "is not a WebAssembly module but LLVM bitcode; link it, with clang without"
                                + " -c",
                        'B',
                        'C',
                        0xC0,
                        0xDE),
                file(
                        "is not a WebAssembly module but a static library; link it into a program",
                        "!<arch>\n"),
                file(
                        "is not a WebAssembly module but an HTML page; download it again, and look"
                                + " at the page",
                        "<!DOCTYPE html>"),
                file(
                        "is not a WebAssembly module but a Git LFS pointer; fetch it with 'git lfs"
                                + " pull'",
                        "version https://git-lfs.github.com/spec/v1\n"),
                file(
                        "is not a WebAssembly module but one in base64; decode it with 'base64 -d'",
                        "AGFzbQEAAAA="),
                file(
                        "is not a WebAssembly module but a text file; build the module, or name the"
                                + " right file",
                        "#!/bin/sh\necho zwölf\n"));
    }

    private static Arguments file(String rest, String text) {
        return file(rest, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments file(String rest, int... bytes) {
        return file(rest, Bytes.of(bytes).toByteArray());
    }

    private static Arguments file(String rest, byte[] bytes) {
        return Arguments.of(rest, bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void fileThatIsNoModule(String rest, byte[] file) {
        assertRefused("file " + rest, file);
        assertEquals(rest, ModuleInfo.foreignFormat(file).orElseThrow());
    }

    @Test
    void anotherVersionAndUnknownBytes() {
        assertRefused(
                "unknown binary version [offset 0x4]",
                Bytes.of(0, 'a', 's', 'm', 2, 0, 0, 0).toByteArray());
        assertRefused(
                "file is not a WebAssembly module", Bytes.of(1, 2, 3, 4, 5, 6, 7, 8).toByteArray());
    }

    @Test
    void moduleOfTheOtherInterface() {
        ModuleWriter command = new ModuleWriter().memory(1, 1).export("_start", 0, 0);
        command.function(command.type(new int[0], new int[0]), new int[0], new Bytes());
        String start = "; it exports _start: set \"abi\": \"command\" in the descriptor";
        assertEquals(
                "WASM module must export 'memory'" + start, asTool(command.toByteArray(), Abi.VEX));
        assertEquals(
                "WASM module must export 'vex_allocate(u32) -> u32'" + start,
                asTool(command.export("memory", 2, 0).toByteArray(), Abi.VEX));
        byte[] vex = Guests.example("echo");
        String message =
                "WASM module must export '_start()'; it exports vex_execute: deploy it as a tool"
                        + " with \"abi\": \"vex\" in the descriptor";
        assertEquals(message, asCommand(vex));
        assertEquals(message, asTool(vex, Abi.COMMAND));
    }

    @Test
    void libraryInPlaceOfAProgram() {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        module.function(module.type(new int[0], new int[0]), new int[0], new Bytes());
        String message =
                "WASM module must export '_start()'; it is a library: build a program, with clang"
                        + " without -mexec-model=reactor, with rustc a binary crate, with Go"
                        + " without -buildmode=c-shared";
        byte[] library = module.export("_initialize", 0, 0).toByteArray();
        assertEquals(message, asCommand(library));
        assertEquals(message, asTool(library, Abi.COMMAND));
        String nothing =
                "WASM module must export '_start()'; build a program with main for wasm32-wasip1,"
                        + " with clang without --no-entry, with rustc a binary crate, with asc"
                        + " --exportStart _start";
        byte[] empty = new ModuleWriter().memory(1, 1).export("memory", 2, 0).toByteArray();
        assertEquals(nothing, asCommand(empty));
        assertEquals(nothing, asTool(empty, Abi.COMMAND));
        assertEquals(
                "WASM module must export 'vex_allocate(u32) -> u32'; export the functions of the"
                        + " interface 'vex', or build a program with main and set \"abi\":"
                        + " \"command\" in the descriptor",
                asTool(empty, Abi.VEX));
    }

    @Test
    void tableAndMemoryOverTheLimitOfTheTool() {
        ModuleWriter table = new ModuleWriter().memory(1, 1);
        table.function(table.type(new int[0], new int[0]), new int[0], new Bytes());
        table.entry(4, Bytes.of(0x70, 0).u32(5379));
        assertEquals(
                "WASM module exceeds maxTableElements of 1000 elements [declared minimum of 5379];"
                        + " set \"limits\": {\"maxTableElements\": 5379} or more in the descriptor",
                asTool(table.export("_start", 0, 0).toByteArray(), Abi.COMMAND));
        ModuleWriter memory = new ModuleWriter();
        memory.function(memory.type(new int[0], new int[0]), new int[0], new Bytes());
        byte[] large =
                memory.memory(2000, 2000)
                        .export("memory", 2, 0)
                        .export("_start", 0, 0)
                        .toByteArray();
        assertEquals(
                "WASM module exceeds maxMemoryBytes of 67108864 (64 MiB) [declared minimum of"
                        + " 131072000 (125 MiB)]; set \"limits\": {\"maxMemoryBytes\": 131072000}"
                        + " or more in the descriptor",
                asTool(large, Abi.COMMAND));
        WasmCommand command =
                WasmCommand.builder()
                        .module(large)
                        .limits(Guests.limits(limits -> limits.maxMemoryBytes(1 << 20)))
                        .build();
        assertEquals(
                "WASM module exceeds maxMemoryBytes of 1048576 (1 MiB) [declared minimum of"
                        + " 131072000 (125 MiB)]; run it with --memory 131072000 or more",
                messageOf(assertThrows(InvalidModuleException.class, () -> engine.exec(command))));
    }
}
