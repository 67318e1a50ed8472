"""Programs that are built from the source in a package, with the toolchain of a package."""
import pathlib
import subprocess

from registry import run

HERE = pathlib.Path(__file__).resolve().parent
BINARYEN = "binaryen@132.0.0"
# Emscripten as Debian 12 has it (3.1.6, of clang 14): it writes the older form of exceptions. Without a file system of JavaScript and
# with a memory of one size, everything that is imported is WASI.
EMSCRIPTEN = ["-O2", "-w", "-fwasm-exceptions", "-sSUPPORT_LONGJMP=wasm", "-sSTANDALONE_WASM", "-sFILESYSTEM=0", "-sINITIAL_MEMORY=64MB"]


def sqlite(registry):
    archive = registry.folder("sqlite") / "sqlite.tar.gz"
    digest = "1c6719a148bc41cf0f2bbbe3926d7ce3f5ca09d878f1246fcc20767b175bb407"
    archive.write_bytes(registry.npm("sqlite3@5.1.7", "package/deps/sqlite-autoconf-3440200.tar.gz", digest))
    source, made = registry.unpacked(archive, digest), archive.with_name("sqlite.wasm")
    defines = ["-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION", "-DSQLITE_OMIT_WAL", "-D_WASI_EMULATED_MMAN", "-D_WASI_EMULATED_GETPID"]
    run([registry.python, "-m", "ziglang", "cc", "-target", "wasm32-wasi", "-O2", "-w", "-fno-sanitize=all", *defines, f"-I{source}",
         HERE / "sqlite_tool.c", source / "sqlite3.c", "-lwasi-emulated-mman", "-lwasi-emulated-getpid", "-o", made])
    return made.read_bytes()


def meshopt(registry):
    source = registry.crate("meshopt", "0.7.0") / "vendor" / "src"
    return with_vectors(registry, "meshopt", [HERE / "meshopt_tool.cpp", *sorted(source.glob("*.cpp"))], [f"-I{source}"])


def zstd(registry):
    source = registry.crate("zstd-sys", "2.1.3+zstd.1.5.7") / "zstd" / "lib"
    sources = [each for part in ("common", "compress", "decompress") for each in sorted((source / part).glob("*.c"))]
    return with_vectors(registry, "zstd", [HERE / "zstd_tool.c", *sources], [f"-I{source}", "-DZSTD_DISABLE_ASM"])


def webp(registry):
    source = registry.crate("libwebp-sys", "0.14.4") / "vendor"
    sources = [each for part in ("dec", "enc", "dsp", "utils") for each in sorted((source / "src" / part).glob("*.c"))]
    sources += sorted((source / "sharpyuv").glob("*.c"))
    return with_vectors(registry, "webp", [HERE / "webp_tool.c", *sources], [f"-I{source}", f"-I{source / 'src'}"])


def with_vectors(registry, name, sources, flags):
    """Compiles C or C++ with vector instructions: those of the source, and those that the compiler finds."""
    made = registry.folder(name) / f"{name}.wasm"
    compiler = "c++" if sources[0].suffix == ".cpp" else "cc"
    run([registry.python, "-m", "ziglang", compiler, "-target", "wasm32-wasi", "-O3", "-msimd128", "-w", "-fno-sanitize=all", *flags, *sources, "-o", made])
    return made.read_bytes()


def lua(registry):
    source = registry.crate("lua-src", "551.1.0") / "lua-5.4.9"
    return emscripten(registry, "lua", [HERE / "lua_tool.c", *sorted(source.glob("*.c"))], [f"-I{source}"])


def duktape(registry):
    source = registry.crate("ducc-sys", "0.1.2") / "duktape"
    return emscripten(registry, "duktape", [HERE / "duktape_tool.c", source / "duktape.c"], [f"-I{source}"])


def png(registry):
    source = registry.crate("libpng-sys", "1.1.11") / "vendor"
    zlib = registry.crate("libz-sys", "1.1.31") / "src" / "zlib"
    made = registry.folder("png")
    (made / "pnglibconf.h").write_bytes((source / "scripts" / "pnglibconf.h.prebuilt").read_bytes())
    sources = [each for each in sorted(source.glob("*.c")) if each.name not in ("example.c", "pngtest.c")]
    sources += [each for each in sorted(zlib.glob("*.c")) if not each.name.startswith("gz")]
    return emscripten(registry, "png", [HERE / "png_tool.c", *sources], [f"-I{each}" for each in (made, source, zlib)])


def jsonnet_source(registry):
    return registry.pypi_source("jsonnet==0.22.0", "eae5d9bf23c778baad39390f88c13c03b2090dfb5dfa148d6e217df8c1448258")


def jsonnet(registry):
    source = jsonnet_source(registry)
    library = (source / "stdlib" / "std.jsonnet").read_bytes()
    (source / "core" / "std.jsonnet.h").write_text(",".join(str(byte) for byte in library) + ",0\n")
    parts = ["desugarer", "formatter", "libjsonnet", "lexer", "parser", "pass", "path_utils", "static_analysis", "string_utils", "vm"]
    third = source / "third_party"
    sources = [source / "core" / f"{each}.cpp" for each in parts] + [third / "md5" / "md5.cpp", third / "rapidyaml" / "rapidyaml.cpp"]
    includes = [source / "include", third / "md5", third / "json", third / "rapidyaml"]
    return emscripten(registry, "jsonnet", [HERE / "jsonnet_tool.cpp", *sources], ["-std=c++17", *(f"-I{each}" for each in includes)])


def sass(registry):
    source = registry.pypi_source("libsass==0.23.0", "6f209955ede26684e76912caf329f4ccb57e4a043fd77fe0e7348dd9574f1880") / "libsass"
    includes = [source / "include", source / "src", jsonnet_source(registry) / "third_party" / "json"]
    sources = sorted([*source.glob("src/*.c"), *source.glob("src/**/*.cpp")])
    return emscripten(registry, "sass", [HERE / "sass_tool.cpp", *sources], ["-std=c++17", *(f"-I{each}" for each in includes)])


def toml(registry):
    source = registry.pypi_source("pytomlpp==1.0.13", "a0bd639a8f624d1bdf5b3ea94363ca23dbfef38ab7b5b9348881a84afab434ad")
    includes = [source / "third_party" / "tomlplusplus" / "include", jsonnet_source(registry) / "third_party" / "json"]
    return emscripten(registry, "toml", [HERE / "toml_tool.cpp"], ["-std=c++17", *(f"-I{each}" for each in includes)])


def throws(registry):
    return emscripten(registry, "throws", [HERE / "throws.cpp"], [])


def emscripten(registry, name, sources, flags):
    """Compiles C with emcc and C++ with em++, and links them."""
    folder = registry.folder("emscripten-" + name)
    made = folder / f"{name}.wasm"
    if not made.exists():
        objects = []
        for source in [*sources, HERE / "emscripten_parts.c"]:
            objects.append(folder / f"{len(objects)}-{source.name}.o")
            compiler = ["emcc", *(each for each in flags if not each.startswith("-std"))] if source.suffix == ".c" else ["em++", *flags]
            run([*compiler, *EMSCRIPTEN, "-c", source, "-o", objects[-1]])
        run(["em++", *EMSCRIPTEN, *objects, "-o", made])
    return made.read_bytes()


def translated(registry, module, name):
    """The same program, with try_table and exnref instead of the older form of exceptions."""
    folder = registry.folder("npm-" + BINARYEN)
    if not (folder / "package").exists():
        run(["tar", "-xzf", registry.npm_archive(BINARYEN), "-C", folder])
    older, made = registry.folder("older") / f"{name}.wasm", registry.folder("newer") / f"{name}.wasm"
    older.write_bytes(module)
    features = ["exception-handling", "reference-types", "multivalue", "bulk-memory", "sign-ext", "nontrapping-float-to-int", "mutable-globals"]
    run(["node", folder / "package" / "bin" / "wasm-opt", *(f"--enable-{each}" for each in features), "--translate-to-exnref", older, "-o", made],
        stderr=subprocess.DEVNULL)
    return made.read_bytes()
