package org.vexhost.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexhost.sandbox.testing.Bytes;
import org.vexhost.sandbox.testing.ModuleWriter;

@DisplayName("A rejected module is told what it is and what to do, as a command and as a tool:")
class RefusalTest {

    private static final WasmEngine ENGINE =
            WasmEngine.builder().hostModule(new FakeWasi()).hostModule(new FakeVex()).build();

    private static final String SIMD =
            "build without SIMD: clang and emcc without -msimd128, rustc with -C"
                    + " target-feature=-simd128";
    private static final String THREADS =
            "build for one thread: target wasm32-wasip1 instead of wasm32-wasip1-threads, clang and"
                    + " emcc without -pthread and -matomics";
    private static final String EXCEPTIONS =
            "build without WebAssembly exceptions: clang and emcc without -fwasm-exceptions and"
                    + " -mllvm -wasm-enable-sjlj, rustc with -C panic=abort";
    private static final String TAIL_CALLS =
            "build without tail calls: clang with -mno-tail-call, rustc with -C"
                    + " target-feature=-tail-call";
    private static final String GC =
            "use a compiler that keeps its data in linear memory, as those of C, C++, Rust, Go and"
                    + " Zig do; WasmGC (Kotlin, Dart, OCaml, Java) is not supported";
    private static final String TYPED =
            "use funcref and call_indirect; typed references are a part of WasmGC, as Kotlin, Dart,"
                    + " OCaml and Java use it";
    private static final String MULTI_MEMORY =
            "build with one memory, or merge them with wasm-opt --multi-memory-lowering";
    private static final String MEMORY64 =
            "build for 32-bit memory: target wasm32-wasip1 instead of wasm64, emcc without"
                    + " -sMEMORY64";
    private static final String WIDE =
            "build without wide arithmetic: clang without -mwide-arithmetic, rustc with -C"
                    + " target-feature=-wide-arithmetic";
    private static final String HALF =
            "build without half-precision floats: clang without -mfp16, rustc with -C"
                    + " target-feature=-fp16";

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static String asCommand(byte[] module) {
        WasmCommand command = WasmCommand.builder().module(module).build();
        return messageOf(assertThrows(InvalidModuleException.class, () -> ENGINE.exec(command)));
    }

    private static String asTool(byte[] module, Abi abi) {
        WasmToolSpec spec = Guests.spec("t", module).abi(abi).build();
        return messageOf(assertThrows(InvalidModuleException.class, () -> ENGINE.prepare(spec)));
    }

    private static String messageOf(InvalidModuleException thrown) {
        String message = String.valueOf(thrown.getMessage());
        assertEquals(thrown.fact() + thrown.hint().map(hint -> "; " + hint).orElse(""), message);
        return message;
    }

    private static void assertRefused(String message, byte[] module) {
        assertEquals(message, asCommand(module));
        assertEquals(message, asTool(module, Abi.COMMAND));
        assertEquals(message, asTool(module, Abi.VEX));
    }

    static Stream<Arguments> instructions() {
        return Stream.of(
                instruction("SIMD", "v128.const (0xfd 0x0c)", SIMD, 0xFD, 0x0C),
                instruction("SIMD", "i8x16.add (0xfd 0x6e)", SIMD, 0xFD, 0x6E),
                instruction("SIMD", "i64x2.mul (0xfd 0xd5)", SIMD, 0xFD, 0xD5, 1),
                instruction("SIMD", "0xfd 0x9a", SIMD, 0xFD, 0x9A, 1),
                instruction(
                        "relaxed SIMD",
                        "f32x4.relaxed_madd (0xfd 0x105)",
                        "build without SIMD: clang and emcc without -mrelaxed-simd and -msimd128,"
                                + " rustc with -C target-feature=-relaxed-simd,-simd128",
                        0xFD,
                        0x85,
                        2),
                instruction("half-precision", "0xfd 0x120", HALF, 0xFD, 0xA0, 2),
                instruction("half-precision", "f32.load_f16 (0xfc 0x30)", HALF, 0xFC, 0x30),
                instruction("atomic", "atomic.fence (0xfe 0x03)", THREADS, 0xFE, 3, 0),
                instruction("atomic", "i32.atomic.rmw.add (0xfe 0x1e)", THREADS, 0xFE, 0x1E, 2, 0),
                instruction("exception handling", "try (0x06)", EXCEPTIONS, 0x06, 0x40),
                instruction("exception handling", "throw (0x08)", EXCEPTIONS, 0x08, 0),
                instruction("exception handling", "try_table (0x1f)", EXCEPTIONS, 0x1F, 0x40),
                instruction("tail call", "return_call (0x12)", TAIL_CALLS, 0x12, 0),
                instruction("tail call", "return_call_indirect (0x13)", TAIL_CALLS, 0x13, 0, 0),
                instruction("tail call", "return_call_ref (0x15)", TAIL_CALLS, 0x15, 0),
                instruction("typed reference", "call_ref (0x14)", TYPED, 0x14, 0),
                instruction("typed reference", "ref.as_non_null (0xd4)", TYPED, 0xD4),
                instruction("garbage collection", "struct.new (0xfb 0x00)", GC, 0xFB, 0, 0),
                instruction("garbage collection", "ref.i31 (0xfb 0x1c)", GC, 0xFB, 0x1C),
                instruction(
                        "stack switching",
                        "suspend (0xe2)",
                        "build without stack switching; no target needs it",
                        0xE2,
                        0),
                instruction("wide arithmetic", "i64.add128 (0xfc 0x13)", WIDE, 0xFC, 0x13),
                instruction("wide arithmetic", "i64.mul_wide_u (0xfc 0x16)", WIDE, 0xFC, 0x16),
                instruction(
                        "unknown",
                        "0x27",
                        "build for wasm32-wasip1 and a generic processor: clang with -mcpu=generic,"
                                + " rustc with -C target-cpu=generic",
                        0x27),
                instruction(
                        "unknown",
                        "0xfc 0x44",
                        "build for wasm32-wasip1 and a generic processor: clang with -mcpu=generic,"
                                + " rustc with -C target-cpu=generic",
                        0xFC,
                        0x44));
    }

    private static Arguments instruction(String family, String name, String hint, int... bytes) {
        return Arguments.of(
                "%s instruction %s is not supported [function 0, offset 0x32]; %s"
                        .formatted(family, name, hint),
                Bytes.of(bytes));
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void instruction(String message, Bytes code) {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        module.function(module.type(new int[0], new int[0]), new int[0], code);
        assertRefused(message, module.export("memory", 2, 0).export("_start", 0, 0).toByteArray());
    }

    static Stream<Arguments> sections() {
        return Stream.of(
                section(1, "type v128 is not supported [offset 0xd]; " + SIMD, 0x60, 1, 0x7B, 0),
                section(
                        1,
                        "type exnref is not supported [offset 0xd]; " + EXCEPTIONS,
                        0x60,
                        1,
                        0x69,
                        0),
                section(
                        1,
                        "garbage-collected types are not supported [offset 0xb]; " + GC,
                        0x5F,
                        0),
                section(
                        1,
                        "garbage-collected types are not supported [offset 0xd]; " + GC,
                        0x60,
                        1,
                        0x6D,
                        0),
                section(
                        1,
                        "typed references are not supported [offset 0xd]; " + TYPED,
                        0x60,
                        1,
                        0x64,
                        0,
                        0),
                section(
                        1,
                        "continuation types are not supported [offset 0xb]; build without stack"
                                + " switching; no target needs it",
                        0x5D,
                        0),
                section(
                        4,
                        "tables with an initial value are not supported [offset 0xb]; let an"
                                + " element segment fill the table; initial values are a part of"
                                + " WasmGC",
                        0x40,
                        0,
                        0x70,
                        0,
                        1,
                        0xD0,
                        0x70,
                        0x0B),
                section(4, "64-bit table is not supported [offset 0xc]; " + MEMORY64, 0x70, 4, 1),
                section(5, "64-bit memory is not supported [offset 0xb]; " + MEMORY64, 4, 1),
                section(5, "shared memory is not supported [offset 0xb]; " + THREADS, 3, 1, 2),
                section(
                        5,
                        "memory with a custom page size is not supported [offset 0xb]; build with"
                                + " pages of 64 KiB: wasm-ld without --page-size, no (pagesize …)"
                                + " in the text format",
                        8,
                        1,
                        0),
                section(
                        2,
                        "exception tags are not supported [offset 0xf]; " + EXCEPTIONS,
                        1,
                        'm',
                        1,
                        'n',
                        4,
                        0,
                        0));
    }

    private static Arguments section(int id, String message, int... entry) {
        return Arguments.of(message, id, Bytes.of(entry));
    }

    @ParameterizedTest
    @MethodSource("sections")
    void section(String message, int id, Bytes entry) {
        ModuleWriter module = new ModuleWriter();
        module.entry(id, entry);
        assertRefused(message, module.toByteArray());
    }

    @Test
    void tagSection() {
        assertRefused(
                "exception tags are not supported [offset 0x8]; " + EXCEPTIONS,
                Bytes.of(0, 'a', 's', 'm', 1, 0, 0, 0, 13, 3, 1, 0, 0).toByteArray());
    }

    @Test
    void secondMemory() {
        assertRefused(
                "multi-memory is not supported [offset 0xa]; " + MULTI_MEMORY,
                new ModuleWriter().memory(1, 1).memory(1, 1).toByteArray());
    }

    static Stream<Arguments> imports() {
        String memory =
                "let the module define its memory: wasm-ld without --import-memory, emcc with"
                        + " -sSTANDALONE_WASM, asc without --importMemory";
        String object =
                "the file is an object file that is not linked yet: link it, with clang without -c";
        return Stream.of(
                imported("memory", "env", "memory", memory, 2, 0, 1),
                imported("memory", "env", "__linear_memory", object, 2, 0, 1),
                imported(
                        "table",
                        "env",
                        "t",
                        "let the module define its table: wasm-ld without --import-table, emcc with"
                                + " -sSTANDALONE_WASM, asc without --importTable",
                        1,
                        0x70,
                        0,
                        1),
                imported("table", "env", "__indirect_function_table", object, 1, 0x70, 0, 1),
                imported(
                        "global",
                        "env",
                        "g",
                        "let the module define the global: link a whole program, with emcc"
                                + " -sSTANDALONE_WASM",
                        3,
                        0x7F,
                        0),
                imported("global", "env", "__memory_base", LIBRARY, 3, 0x7F, 0));
    }

    private static final String LIBRARY =
            "the file is a shared library: link a whole program, with clang without -shared, with"
                    + " emcc without -sSIDE_MODULE";

    private static Arguments imported(
            String kind, String module, String name, String hint, int... description) {
        int at = 11 + 2 + module.length() + name.length();
        return Arguments.of(
                "import '%s.%s' of a %s is not supported [offset 0x%x]; %s"
                        .formatted(module, name, kind, at, hint),
                new Bytes().name(module).name(name).u8(description));
    }

    @ParameterizedTest
    @MethodSource("imports")
    void importOfAnythingButAFunction(String message, Bytes entry) {
        ModuleWriter module = new ModuleWriter();
        module.entry(2, entry);
        assertRefused(message, module.toByteArray());
    }

    @Test
    void sharedLibrary() {
        byte[] module =
                new Bytes()
                        .u8(0, 'a', 's', 'm', 1, 0, 0, 0, 0)
                        .sized(new Bytes().name("dylink.0"))
                        .u8(2)
                        .sized(Bytes.of(1).name("env").name("memory").u8(2, 0, 1))
                        .toByteArray();
        assertRefused(
                "import 'env.memory' of a memory is not supported [offset 0x21]; " + LIBRARY,
                module);
    }

    static Stream<Arguments> functions() {
        String component =
                "the module is made for the component model (WASI 0.2 and later): build for"
                        + " wasm32-wasip1 instead of wasm32-wasip2";
        String bindgen =
                "the module needs JavaScript of wasm-bindgen: build for wasm32-wasip1 instead of"
                        + " wasm32-unknown-unknown, without wasm-pack and without features such as"
                        + " 'js' and 'wasmbind'";
        String go =
                "the module needs JavaScript of Go: build with GOOS=wasip1 GOARCH=wasm, with TinyGo"
                        + " -target=wasip1";
        String assemblyScript =
                "AssemblyScript imports it from JavaScript: compile with asc --use abort= or with"
                        + " @assemblyscript/wasi-shim";
        String emscripten =
                "the module needs JavaScript of Emscripten: link with emcc -sSTANDALONE_WASM"
                        + " -sFILESYSTEM=0, or build with wasi-sdk for wasm32-wasip1";
        return Stream.of(
                Arguments.of(
                        "wasi_unstable",
                        "fd_write",
                        "the module was built for an early WASI: build it anew for wasm32-wasip1,"
                                + " which imports wasi_snapshot_preview1"),
                Arguments.of("wasi_snapshot_preview2", "get-stdout", component),
                Arguments.of("wasi:cli/stdout@0.2.0", "get-stdout", component),
                Arguments.of("cm32p2|wasi:cli/exit@0.2", "exit", component),
                Arguments.of(
                        "wasix_32v1",
                        "proc_fork",
                        "the module is made for WASIX: build for wasm32-wasip1 instead, without"
                                + " cargo wasix or wasix-libc"),
                Arguments.of(
                        "wasi",
                        "thread-spawn",
                        "build for one thread: target wasm32-wasip1 instead of"
                                + " wasm32-wasip1-threads"),
                Arguments.of(
                        "wasi_ephemeral_nn",
                        "load",
                        "tools have WASI preview 1 without extensions: build for wasm32-wasip1,"
                                + " without what imports this"),
                Arguments.of("wbg", "__wbg_log_1", bindgen),
                Arguments.of("__wbindgen_placeholder__", "__wbindgen_describe", bindgen),
                Arguments.of("./app_bg.js", "__wbindgen_throw", bindgen),
                Arguments.of("env", "__wbindgen_throw", bindgen),
                Arguments.of("gojs", "runtime.wasmExit", go),
                Arguments.of("go", "debug", go),
                Arguments.of("env", "abort", assemblyScript),
                Arguments.of("env", "seed", assemblyScript),
                Arguments.of("env", "emscripten_memcpy_js", emscripten),
                Arguments.of("env", "_emscripten_throw_longjmp", emscripten),
                Arguments.of("env", "invoke_vii", emscripten),
                Arguments.of("a", "b", emscripten),
                Arguments.of(
                        "env",
                        "sqlite3_open",
                        "nothing defines the symbol 'sqlite3_open': link the library that does,"
                                + " without --allow-undefined and --import-undefined"),
                Arguments.of(
                        "extism:host/env",
                        "length",
                        "the module is made for Extism: build it with an interface of Vexhost"
                                + " instead"),
                Arguments.of(
                        "wasm:js-string",
                        "length",
                        "the module needs JavaScript: build it for WASI"),
                Arguments.of(
                        "other", "f", "tools import from wasi_snapshot_preview1 and vex only"));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void functionThatNobodyOffers(String from, String name, String hint) {
        assertRefused(
                "import '%s.%s' is of an unknown module; %s".formatted(from, name, hint),
                importing(from, name));
    }

    @Test
    void functionThatWasiDoesNotHave() {
        assertRefused(
                "import 'wasi_snapshot_preview1.sock_open' is unknown; WASI preview 1 has no such"
                        + " function: build for wasm32-wasip1 without an extension such as"
                        + " WasmEdge's sockets",
                importing("wasi_snapshot_preview1", "sock_open"));
        assertRefused(
                "import 'vex.fly' is unknown; tools import from wasi_snapshot_preview1 and vex"
                        + " only",
                importing("vex", "fly"));
    }

    @Test
    void nameThatWouldWriteToATerminal() {
        assertRefused(
                "import 'env.\\u001b[31m' is of an unknown module; nothing defines the symbol"
                        + " '\\u001b[31m': link the library that does, without --allow-undefined"
                        + " and --import-undefined",
                importing("env", "\u001b[31m"));
    }

    private static byte[] importing(String from, String name) {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[0], new int[0]);
        module.importFunction(from, name, type);
        module.function(type, new int[0], new Bytes());
        return module.export("memory", 2, 0).export("_start", 0, 1).toByteArray();
    }

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
                messageOf(assertThrows(InvalidModuleException.class, () -> ENGINE.exec(command))));
    }
}
