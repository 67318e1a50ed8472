package org.vexhost.loader.osgi;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.sandbox.Abi;
import org.vexhost.sandbox.CheckedTool;
import org.vexhost.sandbox.Reservation;

/** Logs what can run within the heap, when the host starts. */
final class HeapReport {

    private static final Logger LOG = LoggerFactory.getLogger(HeapReport.class);

    private HeapReport() {}

    /**
     * Logs one line. It is a warning if the heap is too small for a tool with the default limits.
     */
    static void log(HeapBudget heap, HostSettings settings) {
        SandboxLimits defaults = settings.defaults();
        long memory = Reservation.largestMemory(Abi.VEX, defaults, heap.totalBytes());
        if (memory < defaults.maxMemoryBytes()) {
            LOG.warn(
                    "{}; tools that name no maxMemoryBytes get {} MiB, not {}: raise the heap for"
                            + " more [VEXHOST_JAVA_OPTS=-Xmx512m]",
                    text(heap, settings),
                    memory >> 20,
                    defaults.maxMemoryBytes() >> 20);
        } else {
            LOG.info("{}", text(heap, settings));
        }
    }

    /** Describes what fits into the heap. */
    static String text(HeapBudget heap, HostSettings settings) {
        long together = heap.heapBytes() / 100 * settings.admission().memoryBudgetPercent();
        SandboxLimits most =
                settings.defaults().toBuilder()
                        .maxMemoryBytes(settings.ceilings().maxMemoryBytes())
                        .build();
        return ("heap of %d MiB: calls may reserve %d MiB together, one alone %d MiB, which is for"
                        + " a maxMemoryBytes of up to %d MiB; modules with up to about %.1f MB of code"
                        + " can be compiled")
                .formatted(
                        heap.heapBytes() >> 20,
                        Math.min(together, heap.totalBytes()) >> 20,
                        heap.totalBytes() >> 20,
                        Reservation.largestMemory(Abi.VEX, most, heap.totalBytes()) >> 20,
                        CheckedTool.codeBytesWithin(heap.totalBytes()) / 1e6);
    }
}
