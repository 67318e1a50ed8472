package org.vexhost.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.Histogram;

/** Collects the values of this module's metric families for one request. Used by one thread. */
final class Samples {

    private static final int MAX_LABEL_LENGTH = 256;

    private final Map<Family, List<DataPointSnapshot>> points = new EnumMap<>(Family.class);

    /** Adds a value to a counter, gauge or info family. */
    void add(Family family, double value, String... labels) {
        Labels named = labels(family, labels);
        add(
                family,
                switch (family.type()) {
                    case COUNTER -> new CounterDataPointSnapshot(value, named, null, 0);
                    case INFO -> new InfoDataPointSnapshot(named);
                    case GAUGE, HISTOGRAM, SUMMARY ->
                            new GaugeDataPointSnapshot(value, named, null);
                });
    }

    /**
     * Adds a distribution.
     *
     * @param unit number by which bounds and sum are divided
     * @param bounds selects the bounds to show; the counts of other buckets are added to the next
     *     larger bucket that is shown
     */
    void add(
            Family family,
            Histogram histogram,
            double unit,
            LongPredicate bounds,
            String... labels) {
        List<Double> upper = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        long pending = 0;
        for (int i = 0; i < histogram.bounds().size(); i++) {
            pending += histogram.counts().get(i);
            if (bounds.test(histogram.bounds().get(i))) {
                upper.add(histogram.bounds().get(i) / unit);
                counts.add(pending);
                pending = 0;
            }
        }
        upper.add(Double.POSITIVE_INFINITY);
        counts.add(pending + histogram.counts().get(histogram.counts().size() - 1));
        add(
                family,
                new HistogramDataPointSnapshot(
                        ClassicHistogramBuckets.of(upper, counts),
                        histogram.sum() / unit,
                        labels(family, labels),
                        Exemplars.EMPTY,
                        0));
    }

    /** Adds a count and a sum. */
    void addSummary(Family family, long count, double sum, String... labels) {
        add(
                family,
                new SummaryDataPointSnapshot(
                        count, sum, Quantiles.EMPTY, labels(family, labels), Exemplars.EMPTY, 0));
    }

    private void add(Family family, DataPointSnapshot point) {
        points.computeIfAbsent(family, each -> new ArrayList<>()).add(point);
    }

    private static Labels labels(Family family, String... values) {
        List<String> printable = new ArrayList<>();
        for (String value : values) {
            printable.add(MessageText.escape(value, MAX_LABEL_LENGTH));
        }
        return Labels.of(family.labels(), printable);
    }

    /** Returns all families that have a value, in order. */
    List<MetricSnapshot> snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        points.forEach((family, values) -> all.add(snapshot(family, values)));
        return all;
    }

    private static MetricSnapshot snapshot(Family family, List<DataPointSnapshot> values) {
        MetricMetadata data = metadata(family.text(), family.help());
        return switch (family.type()) {
            case COUNTER -> new CounterSnapshot(data, of(CounterDataPointSnapshot.class, values));
            case GAUGE -> new GaugeSnapshot(data, of(GaugeDataPointSnapshot.class, values));
            case HISTOGRAM ->
                    new HistogramSnapshot(data, of(HistogramDataPointSnapshot.class, values));
            case SUMMARY -> new SummarySnapshot(data, of(SummaryDataPointSnapshot.class, values));
            case INFO -> new InfoSnapshot(data, of(InfoDataPointSnapshot.class, values));
        };
    }

    /**
     * Removes the suffix of counters and infos from a name, because the library adds the suffix
     * again.
     */
    static MetricMetadata metadata(String name, String help) {
        for (String suffix : List.of("_total", "_info")) {
            if (name.endsWith(suffix)) {
                return new MetricMetadata(name.substring(0, name.length() - suffix.length()), help);
            }
        }
        return new MetricMetadata(name, help);
    }

    private static <T> List<T> of(Class<T> type, List<DataPointSnapshot> values) {
        return values.stream().map(type::cast).toList();
    }
}
