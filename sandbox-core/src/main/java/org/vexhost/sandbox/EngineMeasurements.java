package org.vexhost.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vexhost.api.admin.Measurement;

/** Collects the measurements of an engine: its counters and its current sizes. */
final class EngineMeasurements {

    private EngineMeasurements() {}

    static List<Measurement> of(PreparationCounts counts, EngineParts parts) {
        List<Measurement> all = new ArrayList<>(counts.measurements());
        all.add(
                gauge(
                        "sandbox_threads",
                        "Threads of the sandbox, idle ones included.",
                        parts.threads().count()));
        all.add(
                gauge(
                        "sandbox_stuck_threads",
                        "Threads of calls that were answered but have not ended.",
                        parts.stuckThreads().get()));
        all.add(
                gauge(
                        "memory_pool_bytes",
                        "Cleared memory that is kept for later calls.",
                        parts.arrays().sizeBytes()));
        return List.copyOf(all);
    }

    private static Measurement gauge(String name, String help, long value) {
        return new Measurement(name, help, Measurement.Kind.GAUGE, Map.of(), (double) value);
    }
}
