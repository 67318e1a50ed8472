package org.vexhost.sandbox;

import org.vexhost.api.SandboxLimits;
import org.vexhost.sandbox.instantiate.GuestRun;
import org.vexhost.sandbox.instantiate.LinkedModule;
import org.vexhost.sandbox.output.ToolLog;

/** How much heap one call can come to hold. */
final class Reservation {

    /** Instance, host function sessions and their buffers. */
    private static final long FIXED_BYTES = 256 << 10;

    /** Bytes of a table element: its function and its slot. */
    private static final long ELEMENT_BYTES = 8;

    private Reservation() {}

    static long bytes(LinkedModule module, Abi abi, SandboxLimits limits) {
        long memory = module.maxMemoryBytes(limits.maxMemoryBytes());
        // Growing holds the old and the new array at once.
        long growth = memory > module.minMemoryBytes() ? memory + GuestRun.MAX_KEPT_BYTES : 0;
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
}
