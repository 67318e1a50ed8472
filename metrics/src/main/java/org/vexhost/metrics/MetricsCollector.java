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

/** Reads the values of all metrics. Thread-safe. */
final class MetricsCollector {

    private final Supplier<Optional<ToolAdministration>> administration;
    private final Collection<? extends Measurements> modules;
    private final ProcessSamples process = new ProcessSamples();
    private final ContributedSamples contributed = new ContributedSamples();

    /**
     * Creates a collector of services that may be registered and unregistered at any time.
     *
     * @param modules the contributing services; may change while it is iterated
     */
    MetricsCollector(
            Supplier<Optional<ToolAdministration>> administration,
            Collection<? extends Measurements> modules) {
        this.administration = administration;
        this.modules = modules;
    }

    /** Returns all metric families that have a value now. */
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
