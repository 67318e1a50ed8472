package org.vexhost.sandbox;

import java.util.OptionalLong;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.CompileOptions;

/**
 * A module that passed all checks but is not compiled yet. {@link WasmEngine#check} returns it, and
 * {@link WasmEngine#prepare(CheckedTool)} accepts it. It retains the bytes of the module.
 * Immutable.
 *
 * @since 1.0
 */
public final class CheckedTool {

    /**
     * One of the two terms of the estimated peak heap for compiling. They cover the following
     * measurements. Each is the smallest heap in which a module compiled (JDK 17, serial
     * collector), minus the module and 8 MiB for everything else: 9,602 functions of 202 bytes took
     * 8 MiB; 2,315 functions of 1,056 bytes took 20 MiB; 10,621 functions of 476 bytes, as in
     * CPython, took 62 to 92 MiB.
     */
    private static final long BYTES_PER_FUNCTION = 1L << 10;

    private static final long BYTES_PER_CODE_BYTE = 14;

    private static final long FIXED_BYTES = 4L << 20;

    /**
     * The factor for a module that is loaded instead of compiled. It covers the compressed classes,
     * and the part of them that is decompressed at the same time.
     */
    private static final int LOADED_COPIES = 3;

    /** The approximate cost of loading, for each byte of an entry. */
    private static final long LOAD_NANOS_PER_BYTE = 100;

    private static final long NANOS_PER_COST = 1_000;

    private final WasmToolSpec spec;
    private final ModuleLayout layout;
    private final CompileOptions options;
    private final OptionalLong keptBytes;

    CheckedTool(
            WasmToolSpec spec,
            ModuleLayout layout,
            CompileOptions options,
            OptionalLong keptBytes) {
        this.spec = spec;
        this.layout = layout;
        this.options = options;
        this.keptBytes = keptBytes;
    }

    WasmToolSpec spec() {
        return spec;
    }

    ModuleLayout layout() {
        return layout;
    }

    CompileOptions options() {
        return options;
    }

    /** Returns where the code of the tool that was prepared from this came from. */
    PreparationCounts.Source source(WasmTool prepared) {
        if (prepared.isFallback()) {
            return PreparationCounts.Source.FALLBACK;
        }
        return keptBytes.isPresent()
                ? PreparationCounts.Source.CACHE
                : PreparationCounts.Source.COMPILER;
    }

    /**
     * Returns the estimated processor time for preparing, in ns, in a JVM that has just started.
     */
    public long prepareNanos() {
        return keptBytes.isPresent()
                ? keptBytes.getAsLong() * LOAD_NANOS_PER_BYTE
                : layout.facts().compileCost() * NANOS_PER_COST;
    }

    /**
     * Returns the estimated peak heap for preparing, in bytes. If a snapshot is requested, a guest
     * is also run once after compiling. The result is then the larger of the two estimates.
     */
    public long prepareBytes() {
        return spec.isSnapshot() ? Math.max(compileBytes(), callBytes()) : compileBytes();
    }

    private long compileBytes() {
        ModuleFacts facts = layout.facts();
        return FIXED_BYTES
                + (keptBytes.isPresent()
                        ? LOADED_COPIES * keptBytes.getAsLong()
                        : compileBytes(facts.functionCount(), facts.codeBytes()));
    }

    private static long compileBytes(long functions, long codeBytes) {
        return functions * BYTES_PER_FUNCTION + codeBytes * BYTES_PER_CODE_BYTE;
    }

    /**
     * Returns approximately how many bytes of code, in functions of ordinary size, can be compiled
     * within an amount of heap.
     *
     * @param heapBytes the heap available for compiling
     */
    public static long codeBytesWithin(long heapBytes) {
        long perByte = BYTES_PER_CODE_BYTE + BYTES_PER_FUNCTION / 200;
        return Math.max(0, heapBytes - FIXED_BYTES) / perByte;
    }

    /** Returns the largest heap that one call can reach, in bytes. */
    public long callBytes() {
        return Reservation.bytes(layout.facts(), spec.abi(), spec.limits());
    }
}
