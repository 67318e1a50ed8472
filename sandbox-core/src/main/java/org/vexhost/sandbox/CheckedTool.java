package org.vexhost.sandbox;

import java.util.OptionalLong;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.binary.ModuleLayout;
import org.vexhost.sandbox.compile.CompileOptions;

/**
 * A module that passed all checks and is not compiled yet: what {@link WasmEngine#check} gives and
 * {@link WasmEngine#prepare(CheckedTool)} takes. Holds the module. Immutable.
 *
 * @since 1.0
 */
public final class CheckedTool {

    /**
     * Heap that compiling holds at its peak. The least heap in which modules compiled, JDK 17,
     * serial collector, the module and 8 MiB for everything else taken off: 9,602 functions of 202
     * bytes 8 MiB; 2,315 functions of 1,056 bytes 20 MiB; 10,621 functions of 476 bytes, as CPython
     * has, 62 to 92 MiB. Two terms hold all of them:
     */
    private static final long BYTES_PER_FUNCTION = 1L << 10;

    private static final long BYTES_PER_CODE_BYTE = 14;

    private static final long FIXED_BYTES = 4L << 20;

    /** Of a module that is only loaded: its packed classes, and what is unpacked at once. */
    private static final int LOADED_COPIES = 3;

    /** About what loading costs for each byte of an entry. */
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

    /** Where its code is expected to come from. */
    PreparationCounts.Source source() {
        return keptBytes.isPresent()
                ? PreparationCounts.Source.CACHE
                : PreparationCounts.Source.COMPILER;
    }

    /** The processor time that preparing is estimated to take, in ns: as of a JVM just started. */
    public long prepareNanos() {
        return keptBytes.isPresent()
                ? keptBytes.getAsLong() * LOAD_NANOS_PER_BYTE
                : layout.facts().compileCost() * NANOS_PER_COST;
    }

    /**
     * The heap that preparing is estimated to hold at its peak, in bytes: for compiling, and after
     * that as for a call, where a snapshot is to be made.
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
     * How many bytes of code, in functions of an ordinary size, compile in so much heap; a rule of
     * thumb for people.
     *
     * @param heapBytes the heap that compiling may take
     */
    public static long codeBytesWithin(long heapBytes) {
        long perByte = BYTES_PER_CODE_BYTE + BYTES_PER_FUNCTION / 200;
        return Math.max(0, heapBytes - FIXED_BYTES) / perByte;
    }

    /** The heap that one call can come to hold, in bytes. */
    public long callBytes() {
        return Reservation.bytes(layout.facts(), spec.abi(), spec.limits());
    }
}
