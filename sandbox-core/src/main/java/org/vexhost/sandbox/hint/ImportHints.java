package org.vexhost.sandbox.hint;

import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Returns advice on imported functions that the host does not offer. It recognises which toolchain
 * needs such a function, and says how to build without it.
 */
public final class ImportHints {

    private static final String ENV = "env";

    private static final Set<String> ASSEMBLY_SCRIPT = Set.of("abort", "seed", "trace");

    private static final List<String> EMSCRIPTEN_NAMES =
            List.of(
                    "emscripten_",
                    "_emscripten_",
                    "__emscripten_",
                    "__syscall_",
                    "_embind_",
                    "_emval_",
                    "invoke_",
                    "__cxa_",
                    "_abort_js",
                    "__assert_fail",
                    "_tzset_js",
                    "_mmap_js",
                    "_munmap_js",
                    "getTempRet0",
                    "setTempRet0");

    private static final String EMSCRIPTEN =
            "the module needs JavaScript of Emscripten: link with emcc -sSTANDALONE_WASM"
                    + " -sFILESYSTEM=0, or build with wasi-sdk for wasm32-wasip1";

    /** The known origins of imports. The first one that matches determines the advice. */
    private static final List<Origin> ORIGINS =
            List.of(
                    origin(
                            (module, name) -> module.equals("wasi_unstable"),
                            "the module was built for an early WASI: build it anew for"
                                    + " wasm32-wasip1, which imports wasi_snapshot_preview1"),
                    origin(
                            (module, name) ->
                                    module.startsWith("wasi:")
                                            || (module.startsWith("wasi_snapshot_preview")
                                                    && !module.endsWith("preview1"))
                                            || module.startsWith("cm32p2"),
                            "the module is made for the component model (WASI 0.2 and later): build"
                                    + " for wasm32-wasip1 instead of wasm32-wasip2"),
                    origin(
                            (module, name) -> module.startsWith("wasix"),
                            "the module is made for WASIX: build for wasm32-wasip1 instead, without"
                                    + " cargo wasix or wasix-libc"),
                    origin(
                            (module, name) ->
                                    module.equals("wasi") && name.startsWith("thread-spawn"),
                            "build for one thread: target wasm32-wasip1 instead of"
                                    + " wasm32-wasip1-threads"),
                    origin(
                            (module, name) -> module.startsWith("wasi_"),
                            "tools have WASI preview 1 without extensions: build for wasm32-wasip1,"
                                    + " without what imports this"),
                    origin(
                            ImportHints::isWasmBindgen,
                            "the module needs JavaScript of wasm-bindgen: build for wasm32-wasip1"
                                    + " instead of wasm32-unknown-unknown, without wasm-pack and"
                                    + " without features such as 'js' and 'wasmbind'"),
                    origin(
                            (module, name) -> module.equals("gojs") || module.equals("go"),
                            "the module needs JavaScript of Go: build with GOOS=wasip1 GOARCH=wasm,"
                                    + " with TinyGo -target=wasip1"),
                    origin(
                            (module, name) -> module.equals(ENV) && ASSEMBLY_SCRIPT.contains(name),
                            "AssemblyScript imports it from JavaScript: compile with asc --use"
                                    + " abort= or with @assemblyscript/wasi-shim"),
                    origin(
                            (module, name) -> module.startsWith("extism:"),
                            "the module is made for Extism: build it with an interface of Vexhost"
                                    + " instead"),
                    origin(
                            (module, name) ->
                                    module.startsWith("wasm:js")
                                            || module.equals("js_code")
                                            || module.equals("dart2wasm"),
                            "the module needs JavaScript: build it for WASI"),
                    origin(
                            (module, name) -> module.equals(ENV),
                            "nothing defines the symbol '%s': link the library that does, without"
                                    + " --allow-undefined and --import-undefined"));

    private static final String OTHER = "tools import from %s only";

    private ImportHints() {}

    private record Origin(BiPredicate<String, String> matches, String hint) {}

    private static Origin origin(BiPredicate<String, String> matches, String hint) {
        return new Origin(matches, hint);
    }

    /**
     * Returns advice on an imported function that the host does not offer.
     *
     * @param module the name of the module from which it is imported; guest text
     * @param name the name of the function; guest text
     * @param shownName the name of the function in a form that is safe to print
     * @param offered the names of the modules that the host offers
     * @param siblings the names of all imports from the same module; guest text
     */
    public static String of(
            String module,
            String name,
            String shownName,
            List<String> offered,
            List<String> siblings) {
        if (!offered.contains(module)
                && siblings.stream().anyMatch(each -> isEmscripten(module, each))) {
            return EMSCRIPTEN;
        }
        for (Origin origin : ORIGINS) {
            if (!offered.contains(module) && origin.matches.test(module, name)) {
                return origin.hint.replace("%s", shownName);
            }
        }
        if (module.equals("wasi_snapshot_preview1") && offered.contains(module)) {
            return "WASI preview 1 has no such function: build for wasm32-wasip1 without an"
                    + " extension such as WasmEdge's sockets";
        }
        return OTHER.formatted(String.join(" and ", offered));
    }

    private static boolean isWasmBindgen(String module, String name) {
        return module.equals("wbg")
                || module.startsWith("__wbindgen_")
                || module.endsWith("_bg.js")
                || name.startsWith("__wbindgen_")
                || name.startsWith("__wbg_");
    }

    private static boolean isEmscripten(String module, String name) {
        if (module.equals(ENV)) {
            return EMSCRIPTEN_NAMES.stream().anyMatch(name::startsWith);
        }
        // When Emscripten optimises, it shortens all names to one or two letters.
        return module.equals("a") && name.length() <= 2;
    }
}
