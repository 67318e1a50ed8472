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
class RefusalTest extends RefusalTestCase {

    private static final String THREADS =
            "build for one thread: target wasm32-wasip1 instead of wasm32-wasip1-threads, clang and"
                    + " emcc without -pthread and -matomics";

    private static final String EXCEPTIONS =
            "keep references to exceptions in locals, parameters and results, and use one form of"
                    + " exceptions: clang with or without -mllvm -wasm-use-legacy-eh=false, for all"
                    + " that is linked";

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

    static Stream<Arguments> instructions() {
        return Stream.of(
                instruction(
                        "unknown",
                        "0xfd 0x9a",
                        "build for wasm32-wasip1 and a generic processor: clang with -mcpu=generic,"
                                + " rustc with -C target-cpu=generic",
                        0xFD,
                        0x9A,
                        1),
                instruction("half-precision", "0xfd 0x120", HALF, 0xFD, 0xA0, 2),
                instruction("half-precision", "f32.load_f16 (0xfc 0x30)", HALF, 0xFC, 0x30),
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
                section(
                        1,
                        "type nullexnref is not supported [offset 0xd]; " + EXCEPTIONS,
                        0x60,
                        1,
                        0x74,
                        0),
                section(
                        4,
                        "exnref in a table is not supported [offset 0xb]; " + EXCEPTIONS,
                        0x69,
                        0,
                        1),
                section(
                        6,
                        "exnref in a global is not supported [offset 0xb]; " + EXCEPTIONS,
                        0x69,
                        1,
                        0xD0,
                        0x69,
                        0x0B),
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
                        "import 'm.n' of a tag is not supported [offset 0xf]; let the module define"
                                + " its tags: link a whole program, with emcc -sSTANDALONE_WASM",
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
    void payloadOfExceptions() {
        ModuleWriter module = new ModuleWriter();
        module.type(new int[] {0x69}, new int[0]);
        module.entry(13, Bytes.of(0, 0));
        assertRefused(
                "exnref in the payload of a tag is not supported [offset 0x12]; " + EXCEPTIONS,
                module.toByteArray());
    }

    @Test
    void bothFormsOfExceptions() {
        ModuleWriter module = new ModuleWriter().memory(1, 1);
        Bytes code = Bytes.of(0x06, 0x40, 0x0B, 0x1F, 0x40, 0, 0x0B);
        module.function(module.type(new int[0], new int[0]), new int[0], code);
        assertRefused(
                "module mixes the two forms of exception instructions [function 0, offset 0x35]; "
                        + EXCEPTIONS,
                module.export("memory", 2, 0).export("_start", 0, 0).toByteArray());
    }

    @Test
    void secondMemory() {
        assertRefused(
                "multi-memory is not supported [offset 0xa]; " + MULTI_MEMORY,
                new ModuleWriter().memory(1, 1).memory(1, 1).toByteArray());
    }
}
