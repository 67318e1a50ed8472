package org.vexhost.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;

/** Counts prepared modules and the time that preparing took. Thread-safe. */
final class PreparationCounts {

    private static final double NANOS_PER_SECOND = 1_000_000_000;

    /** Where the code of a module came from. */
    enum Source {
        /** The module was compiled. */
        COMPILER,
        /** The code was loaded from the disk cache, or another tool already had it in memory. */
        CACHE,
        /** The host's own compiler failed, and Chicory's took over. */
        FALLBACK
    }

    private final Map<Source, LongAdder> modules = adders();
    private final Map<Source, LongAdder> nanos = adders();
    private final LongAdder failed = new LongAdder();

    private static Map<Source, LongAdder> adders() {
        Map<Source, LongAdder> adders = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            adders.put(source, new LongAdder());
        }
        return Collections.unmodifiableMap(adders);
    }

    void prepared(Source source, long elapsedNanos) {
        Objects.requireNonNull(modules.get(source)).increment();
        Objects.requireNonNull(nanos.get(source)).add(elapsedNanos);
    }

    void failed() {
        failed.increment();
    }

    List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        modules.forEach(
                (source, count) ->
                        all.add(
                                new Measurement(
                                        "modules_prepared_total",
                                        "Modules that were compiled, found compiled in the cache,"
                                                + " or compiled by the slower fallback.",
                                        Kind.COUNTER,
                                        labels(source),
                                        (double) count.sum())));
        nanos.forEach(
                (source, sum) ->
                        all.add(
                                new Measurement(
                                        "module_preparation_seconds_total",
                                        "Time from a module that was checked to one that can be"
                                                + " called.",
                                        Kind.COUNTER,
                                        labels(source),
                                        sum.sum() / NANOS_PER_SECOND)));
        all.add(
                new Measurement(
                        "module_preparations_failed_total",
                        "Modules that passed all checks and could not be compiled.",
                        Kind.COUNTER,
                        Map.of(),
                        (double) failed.sum()));
        return all;
    }

    private static Map<String, String> labels(Source source) {
        return Map.of("source", source.name().toLowerCase(Locale.ROOT));
    }
}
