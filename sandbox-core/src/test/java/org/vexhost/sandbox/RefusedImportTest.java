package org.vexhost.sandbox;

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
class RefusedImportTest extends RefusalTestCase {

    private static final String LIBRARY =
            "the file is a shared library: link a whole program, with clang without -shared, with"
                    + " emcc without -sSIDE_MODULE";

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
    void functionOfEmscriptenThatOthersOfTheModuleGiveAway() {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        int type = module.type(new int[0], new int[0]);
        module.importFunction("env", "exit", type);
        module.importFunction("env", "emscripten_get_now", type);
        assertRefused(
                "import 'env.exit' is of an unknown module; the module needs JavaScript of"
                        + " Emscripten: link with emcc -sSTANDALONE_WASM -sFILESYSTEM=0, or build"
                        + " with wasi-sdk for wasm32-wasip1",
                module.toByteArray());
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
}
