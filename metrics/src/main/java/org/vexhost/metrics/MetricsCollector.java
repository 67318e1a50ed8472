package org.vexhost.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.vexhost.api.admin.Measurements;
import org.vexhost.api.admin.ToolAdministration;

/** Reads all numbers. Thread-safe. */
final class MetricsCollector {

    private final Supplier<Optional<ToolAdministration>> administration;
    private final Collection<? extends Measurements> modules;
    private final ProcessSamples process = new ProcessSamples();
    private final ContributedSamples contributed = new ContributedSamples();

    /**
     * Over services that may come and go.
     *
     * @param modules may change at any time; iterating over it does not fail
     */
    MetricsCollector(
            Supplier<Optional<ToolAdministration>> administration,
            Collection<? extends Measurements> modules) {
        this.administration = administration;
        this.modules = modules;
    }

    /** All families that have a value, as they are now. */
    MetricSnapshots collect() {
        Samples samples = new Samples();
        Optional<Set<String>> tools =
                administration.get().map(found -> ToolSamples.add(samples, found));
        process.add(samples);
        List<MetricSnapshot> families = new ArrayList<>(samples.snapshots());
        families.addAll(
                contributed.snapshots(
                        modules, name -> tools.map(all -> all.contains(name)).orElse(true)));
        return new MetricSnapshots(families);
    }
}
