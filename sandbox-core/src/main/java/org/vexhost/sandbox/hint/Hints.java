package org.vexhost.sandbox.hint;

import java.util.Set;
import org.vexhost.sandbox.InvalidModuleException.Reason;

/** Returns advice for the author of a rejected module: which flag or which target to use. */
public final class Hints {

    /** No advice. */
    public static final String NONE = "";

    /** Advice for a table with an initial value. */
    public static final String TABLE_INITIALIZER =
            "let an element segment fill the table; initial values are a part of WasmGC";

    /** Advice for the output of {@code clang -c}. */
    public static final String OBJECT_FILE =
            "the file is an object file that is not linked yet: link it, with clang without -c";

    /** Advice for a shared library, which another module loads at run time. */
    public static final String SHARED_LIBRARY =
            "the file is a shared library: link a whole program, with clang without -shared, with"
                    + " emcc without -sSIDE_MODULE";

    /** Advice for an imported function that takes or returns a vector. */
    public static final String IMPORTED_VECTOR = "pass the vector in memory, by its address";

    private static final Set<String> OBJECT_FILE_IMPORTS =
            Set.of("__linear_memory", "__indirect_function_table", "__stack_pointer");

    private static final Set<String> SHARED_LIBRARY_IMPORTS =
            Set.of("__memory_base", "__table_base");

    private Hints() {}

    /** Returns the advice that depends only on the reason, or {@link #NONE}. */
    public static String of(Reason reason) {
        return switch (reason) {
            case COMPONENT ->
                    "build for wasm32-wasip1 instead of wasm32-wasip2, or take the core module out"
                            + " with 'wasm-tools component unbundle'";
            case SIMD ->
                    "build without SIMD: clang and emcc without -msimd128, rustc with"
                            + " -C target-feature=-simd128";
            case THREADS, SHARED_MEMORY ->
                    "build for one thread: target wasm32-wasip1 instead of wasm32-wasip1-threads,"
                            + " clang and emcc without -pthread and -matomics";
            case EXCEPTIONS ->
                    "keep references to exceptions in locals, parameters and results, and use one"
                            + " form of exceptions: clang with or without"
                            + " -mllvm -wasm-use-legacy-eh=false, for all that is linked";
            case TAIL_CALLS ->
                    "build without tail calls: clang with -mno-tail-call, rustc with"
                            + " -C target-feature=-tail-call";
            case GC_TYPES ->
                    "use a compiler that keeps its data in linear memory, as those of C, C++, Rust,"
                            + " Go and Zig do; WasmGC (Kotlin, Dart, OCaml, Java) is not supported";
            case TYPED_REFERENCES ->
                    "use funcref and call_indirect; typed references are a part of WasmGC, as"
                            + " Kotlin, Dart, OCaml and Java use it";
            case MEMORY64 ->
                    "build for 32-bit memory: target wasm32-wasip1 instead of wasm64, emcc without"
                            + " -sMEMORY64";
            case MULTI_MEMORY ->
                    "build with one memory, or merge them with wasm-opt --multi-memory-lowering";
            case CUSTOM_PAGE_SIZES ->
                    "build with pages of 64 KiB: wasm-ld without --page-size, no (pagesize …) in"
                            + " the text format";
            case WIDE_ARITHMETIC ->
                    "build without wide arithmetic: clang without -mwide-arithmetic, rustc with"
                            + " -C target-feature=-wide-arithmetic";
            case HALF_PRECISION ->
                    "build without half-precision floats: clang without -mfp16, rustc with"
                            + " -C target-feature=-fp16";
            case STACK_SWITCHING -> "build without stack switching; no target needs it";
            case UNKNOWN_OPCODE ->
                    "build for wasm32-wasip1 and a generic processor: clang with -mcpu=generic,"
                            + " rustc with -C target-cpu=generic";
            case IMPORTED_MEMORY ->
                    "let the module define its memory: wasm-ld without --import-memory, emcc with"
                            + " -sSTANDALONE_WASM, asc without --importMemory";
            case IMPORTED_TABLE ->
                    "let the module define its table: wasm-ld without --import-table, emcc with"
                            + " -sSTANDALONE_WASM, asc without --importTable";
            case IMPORTED_GLOBAL ->
                    "let the module define the global: link a whole program, with emcc"
                            + " -sSTANDALONE_WASM";
            case IMPORTED_TAG ->
                    "let the module define its tags: link a whole program, with emcc"
                            + " -sSTANDALONE_WASM";
            case CAPABILITY_NOT_REQUESTED -> "add it to 'capabilities' in the descriptor";
            default -> NONE;
        };
    }

    /**
     * Returns advice on an imported memory, table or global.
     *
     * @param reason the reason of the rejection, which tells the three kinds apart
     * @param name the name of the import, which is guest text
     */
    public static String ofImported(Reason reason, String name) {
        if (SHARED_LIBRARY_IMPORTS.contains(name)) {
            return SHARED_LIBRARY;
        }
        return OBJECT_FILE_IMPORTS.contains(name) ? OBJECT_FILE : of(reason);
    }

    /** Returns advice on a module that exports no memory. */
    public static String ofMissingMemory() {
        return "export it: clang, rustc and Go do so by default, the text format with"
                + " (export \"memory\" (memory 0))";
    }

    /**
     * Returns advice on a module without a required export of the {@code vex} interface.
     *
     * @param isCommand whether the module exports {@code _start}
     */
    public static String ofMissingVex(boolean isCommand) {
        return isCommand
                ? "it exports _start: set \"abi\": \"command\" in the descriptor"
                : "export the functions of the interface 'vex', or build a program with main and"
                        + " set \"abi\": \"command\" in the descriptor";
    }

    /**
     * Returns advice on a module without {@code _start}.
     *
     * @param isVex whether the module exports {@code vex_execute}
     * @param isReactor whether the module exports {@code _initialize}
     */
    public static String ofMissingStart(boolean isVex, boolean isReactor) {
        if (isVex) {
            return "it exports vex_execute: deploy it as a tool with \"abi\": \"vex\" in the"
                    + " descriptor";
        }
        return isReactor
                ? "it is a library: build a program, with clang without -mexec-model=reactor, with"
                        + " rustc a binary crate, with Go without -buildmode=c-shared"
                : "build a program with main for wasm32-wasip1, with clang without --no-entry, with"
                        + " rustc a binary crate, with asc --exportStart _start";
    }

    /**
     * Returns advice on a tool whose declared minimum exceeds one of its limits.
     *
     * @param limit the name of the limit in the descriptor
     * @param needed the smallest sufficient value
     * @param ceiling the largest value that a descriptor can request
     */
    public static String ofDescriptorLimit(String limit, long needed, long ceiling) {
        return needed > ceiling
                ? NONE
                : "set \"limits\": {\"%s\": %d} or more in the descriptor".formatted(limit, needed);
    }

    /**
     * Returns advice on a command whose declared minimum exceeds one of its limits.
     *
     * @param limit the name of the limit in descriptors
     * @param needed the smallest sufficient value
     * @param ceiling the largest possible value
     */
    public static String ofOptionLimit(String limit, long needed, long ceiling) {
        return needed > ceiling || !limit.equals("maxMemoryBytes")
                ? NONE
                : "run it with --memory %d or more".formatted(needed);
    }
}
