package org.vexhost.sandbox;

import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.binary.ModuleFacts;
import org.vexhost.sandbox.instantiate.GuestRun;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.output.ToolLog;

/**
 * How much heap one call can come to hold.
 *
 * @since 1.0
 */
public final class Reservation {

    /** Instance, host function sessions and their buffers. */
    private static final long FIXED_BYTES = 256 << 10;

    /** Bytes of a table element: its function and its slot. */
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

    private static long bytes(long memory, boolean grows, Abi abi, SandboxLimits limits) {
        // Growing holds the old and the new array at once.
        long growth = grows ? memory + GuestRun.MAX_KEPT_BYTES : 0;
        long output = limits.maxOutputBytes();
        if (abi == Abi.VEX) {
            output = Math.min(output, memory);
        } else {
            // The capture doubles as it grows.
            growth += 2 * output;
        }
        // The result's bytes, and its characters while it is checked.
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
     * The largest {@code maxMemoryBytes}, in bytes, with which a call of any module fits into some
     * heap: that of {@code limits}, or else whole mebibytes, and at least one.
     *
     * @param abi how the module is called
     * @param limits all other limits
     * @param heapBytes what one call may take of the heap
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
