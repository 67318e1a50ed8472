package org.vexhost.loader.admin;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;
import org.vexhost.api.admin.Measurements;
import org.vexhost.loader.execute.statistics.CallStatistics;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/** The loader's measurements except those of each tool's calls: permits, memory and states. */
@Component
public final class LoaderMeasurements implements Measurements {

    private final ToolRegistry registry;
    private final CallStatistics statistics;
    private final EventRing events;

    /** Called by Declarative Services. */
    @Activate
    public LoaderMeasurements(
            @Reference ToolRegistry registry,
            @Reference CallStatistics statistics,
            @Reference EventRing events) {
        this.registry = registry;
        this.statistics = statistics;
        this.events = events;
    }

    @Override
    public List<Measurement> current() {
        CallStatistics.HostCounts host = statistics.host();
        List<Measurement> all = new ArrayList<>();
        all.add(gauge("calls_running", "Calls that have a place.", host.running()));
        all.add(gauge("calls_queued", "Calls that wait for a place.", host.queued()));
        all.add(
                gauge(
                        "calls_suspended",
                        "Calls that gave their place back while they wait outside the host.",
                        host.suspended()));
        all.add(
                gauge(
                        "call_memory_reserved_bytes",
                        "Heap that running calls may come to hold.",
                        (double) host.reservedBytes()));
        all.add(
                gauge(
                        "call_memory_budget_bytes",
                        "Heap that calls may reserve together.",
                        (double) host.budgetBytes()));
        all.add(
                counter(
                        "calls_not_found_total",
                        "Calls of names that are not deployed.",
                        (double) host.notFound()));
        all.add(
                counter(
                        "admin_events_total",
                        "Events of tools and of trust in them.",
                        (double) events.lastSequence()));
        addStates(all);
        return List.copyOf(all);
    }

    private void addStates(List<Measurement> all) {
        Map<ToolState, Integer> states = new EnumMap<>(ToolState.class);
        for (ToolState state : ToolState.values()) {
            states.put(state, 0);
        }
        for (ToolEntry entry : registry.all()) {
            states.merge(entry.state(), 1, Integer::sum);
        }
        states.forEach(
                (state, count) ->
                        all.add(
                                new Measurement(
                                        "artifacts",
                                        "Artifacts by the state of their newest version.",
                                        Kind.GAUGE,
                                        Map.of("state", state.name().toLowerCase(Locale.ROOT)),
                                        count)));
    }

    private static Measurement gauge(String name, String help, double value) {
        return new Measurement(name, help, Kind.GAUGE, Map.of(), value);
    }

    private static Measurement counter(String name, String help, double value) {
        return new Measurement(name, help, Kind.COUNTER, Map.of(), value);
    }
}
