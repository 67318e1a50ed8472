package org.vexhost.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;
import org.vexhost.api.admin.Measurements;

/**
 * Creates the metrics that other modules contribute. Measurements that are inconsistent or exceed
 * the maximum are omitted and logged once. The module's other measurements are kept. Thread-safe.
 */
final class ContributedSamples {

    /** The largest number of series that one module may contribute. */
    static final int MAX_SERIES = 10_000;

    /** The prefix that is added to the name of a {@link Measurement}. */
    static final String PREFIX = "vexhost_";

    private static final String TOOL = "tool";

    /** The label value for all tools that a module does not count separately. */
    private static final String REST = "other";

    private static final int MAX_LABELS = 8;
    private static final int MAX_LABEL_LENGTH = 256;
    private static final int MAX_HELP_LENGTH = 400;
    private static final int MAX_COMPLAINTS = 100;
    private static final Pattern LABEL = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]{0,63}");

    /** Name endings that the format reserves, for example for the parts of a histogram. */
    private static final Pattern RESERVED =
            Pattern.compile(".*_(info|created|bucket|count|sum|total_total)");

    private static final Logger LOG = LoggerFactory.getLogger(ContributedSamples.class);

    private final Set<String> complaints = ConcurrentHashMap.newKeySet();

    /** The measurements with the same name. */
    private record Group(Measurement first, Map<Labels, Double> values) {}

    /**
     * Returns all families that modules contribute, sorted by name.
     *
     * @param isDeployed whether a tool with a given name is deployed; series of other tools are
     *     omitted
     */
    List<MetricSnapshot> snapshots(
            Collection<? extends Measurements> modules, Predicate<String> isDeployed) {
        Map<String, Group> groups = new TreeMap<>();
        for (Measurements module : modules) {
            int series = 0;
            for (Measurement each : measurements(module)) {
                if (++series > MAX_SERIES) {
                    complain(module.getClass().getName(), "it contributes too many numbers");
                    break;
                }
                String tool = each.labels().get(TOOL);
                if (tool == null || tool.equals(REST) || isDeployed.test(tool)) {
                    objection(each, groups)
                            .ifPresentOrElse(
                                    why -> complain(each.name(), why), () -> put(groups, each));
                }
            }
        }
        List<MetricSnapshot> all = new ArrayList<>();
        groups.forEach((name, group) -> all.add(snapshot(group)));
        return all;
    }

    private List<Measurement> measurements(Measurements module) {
        try {
            return module.current();
        } catch (RuntimeException e) {
            complain(module.getClass().getName(), "it failed with " + e);
            return List.of();
        }
    }

    private static Optional<String> objection(Measurement each, Map<String, Group> groups) {
        boolean isCounter = each.kind() == Kind.COUNTER;
        if (isCounter != each.name().endsWith("_total")) {
            return Optional.of("counters end in _total, and nothing else does");
        }
        if (RESERVED.matcher(each.name()).matches()) {
            return Optional.of("its end is reserved");
        }
        if (isOurs(each.name())) {
            return Optional.of("the name is taken");
        }
        if (isCounter && each.value() < 0) {
            return Optional.of("a counter is not negative");
        }
        if (each.labels().size() > MAX_LABELS
                || each.labels().keySet().stream().anyMatch(name -> !isLabel(name))) {
            return Optional.of("a label is not one");
        }
        Group group = groups.get(each.name());
        if (group != null
                && (group.first().kind() != each.kind()
                        || !group.first().labels().keySet().equals(each.labels().keySet()))) {
            return Optional.of("kind or labels are not those of others of its name");
        }
        return group != null && group.values().containsKey(labels(each))
                ? Optional.of("it is there twice")
                : Optional.empty();
    }

    private static boolean isLabel(String name) {
        return LABEL.matcher(name).matches() && !Set.of("le", "quantile").contains(name);
    }

    /**
     * Whether a name belongs to a family of this module. Suffixes are ignored, because the format
     * distinguishes families by their names without suffixes.
     */
    private static boolean isOurs(String name) {
        String plain = PREFIX + withoutTotal(name);
        for (Family family : Family.values()) {
            String ours = withoutTotal(family.text());
            if (plain.equals(ours) || plain.equals(ours.replaceFirst("_info$", ""))) {
                return true;
            }
        }
        return false;
    }

    private static String withoutTotal(String name) {
        return name.endsWith("_total") ? name.substring(0, name.length() - 6) : name;
    }

    private static void put(Map<String, Group> groups, Measurement each) {
        groups.computeIfAbsent(each.name(), name -> new Group(each, new LinkedHashMap<>()))
                .values()
                .put(labels(each), each.value());
    }

    private static Labels labels(Measurement each) {
        Labels.Builder labels = Labels.builder();
        each.labels()
                .forEach(
                        (name, value) ->
                                labels.label(name, MessageText.escape(value, MAX_LABEL_LENGTH)));
        return labels.build();
    }

    private static MetricSnapshot snapshot(Group group) {
        Measurement first = group.first();
        MetricMetadata data =
                Samples.metadata(
                        PREFIX + first.name(), MessageText.escape(first.help(), MAX_HELP_LENGTH));
        if (first.kind() == Kind.COUNTER) {
            List<CounterDataPointSnapshot> points = new ArrayList<>();
            group.values()
                    .forEach(
                            (labels, value) ->
                                    points.add(
                                            new CounterDataPointSnapshot(value, labels, null, 0)));
            return new CounterSnapshot(data, points);
        }
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        group.values()
                .forEach(
                        (labels, value) ->
                                points.add(new GaugeDataPointSnapshot(value, labels, null)));
        return new GaugeSnapshot(data, points);
    }

    private void complain(String subject, String why) {
        if (complaints.size() < MAX_COMPLAINTS && complaints.add(subject + why)) {
            LOG.warn("numbers of '{}' are left out: {}", MessageText.escape(subject, 200), why);
        }
    }
}
