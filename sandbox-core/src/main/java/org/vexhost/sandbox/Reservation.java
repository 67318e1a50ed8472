package org.vexhost.sandbox;

import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.instantiate.GuestRun;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.output.ToolLog;

/**
 * Estimates the largest heap that one call can reach.
 *
 * @since 1.0
 */
public final class Reservation {

    /** The instance, the sessions of host functions, and their buffers. */
    private static final long FIXED_BYTES = 256 << 10;

    /** Bytes for each table element: its function index and its instance slot. */
    private static final long ELEMENT_BYTES = 8;

    private Reservation() {}

    static long bytes(LinkedModule module, Abi abi, SandboxLimits limits) {
        return bytes(module.facts(), abi, limits);
    }

    static long bytes(ModuleFacts facts, Abi abi, SandboxLimits limits) {
        long least = facts.memory().map(memory -> (long) memory.minPages() << 16).orElse(0L);
        long most =
                facts.memory()
                        .flatMap(ModuleFacts.Memory::maxPages)
                        .map(pages -> (long) pages << 16)
                        .orElse(limits.maxMemoryBytes());
        long memory = Math.min(most, limits.maxMemoryBytes());
        return bytes(memory, memory > least, abi, limits);
    }

    static long bytes(long memory, boolean grows, Abi abi, SandboxLimits limits) {
        // While a memory grows, the old and the new array exist at the same time.
        long growth = grows ? memory + GuestRun.MAX_KEPT_BYTES : 0;
        long output = limits.maxOutputBytes();
        if (abi == Abi.VEX) {
            output = Math.min(output, memory);
        } else {
            // The capture buffer doubles as it grows.
            growth += 2 * output;
        }
        // The bytes of the result, plus its characters while the result is checked.
        long result = output + 2 * output;
        long log = 4L * ToolLog.MAX_CHARACTERS;
        return memory
                + growth
                + result
                + log
                + limits.maxInputBytes()
                + ELEMENT_BYTES * limits.maxTableElements()
                + FIXED_BYTES;
    }

    /**
     * Returns the largest {@code maxMemoryBytes}, in bytes, with which a call of any module fits
     * into an amount of heap. If the value in {@code limits} fits or is at most 1 MiB, that value
     * is returned. Otherwise, the result is a whole number of mebibytes, and at least one.
     *
     * @param abi the binary interface of the module
     * @param limits all other limits
     * @param heapBytes the heap available for one call
     */
    public static long largestMemory(Abi abi, SandboxLimits limits, long heapBytes) {
        long mebibyte = 1L << 20;
        long memory = limits.maxMemoryBytes();
        while (memory > mebibyte && bytes(memory, true, abi, limits) > heapBytes) {
            memory -= memory % mebibyte == 0 ? mebibyte : memory % mebibyte;
        }
        return memory;
    }
}
