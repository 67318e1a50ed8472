package org.vexhost.loader.execute.statistics;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.loader.execute.statistics.CallStatistics.ToolCounts;

/** Counts calls by tool name. A name is forgotten when its tool is gone. Thread-safe. */
public final class CallCounters {

    private final Map<String, Counter> byName = new ConcurrentHashMap<>();
    private final LongAdder notFound = new LongAdder();

    /** Without any count yet. */
    public CallCounters() {}

    /** The counts of one name. */
    static final class Counter {
        private final LongAdder begun = new LongAdder();
        private final LongAdder ended = new LongAdder();
        private final LongAdder fuel = new LongAdder();
        private final LongAdder hostFuel = new LongAdder();
        private final LongAccumulator peakMemory = new LongAccumulator(Math::max, 0);
        private final Buckets durations = new Buckets(Buckets.NANOS);
        private final Buckets fuels = new Buckets(Buckets.FUEL);
        private final Map<ErrorReason, LongAdder> errors = new ConcurrentHashMap<>();

        void begin() {
            begun.increment();
        }

        void succeeded(ToolResult result) {
            durations.count(result.duration().toNanos());
            fuels.count(result.fuelConsumed() + result.hostFuelConsumed());
            add(result.usage());
            ended.increment();
        }

        void failed(ToolError error) {
            errors.computeIfAbsent(error.reason(), each -> new LongAdder()).increment();
            add(error.usage().orElse(Usage.NONE));
            ended.increment();
        }

        private void add(Usage usage) {
            fuel.add(usage.fuelConsumed());
            if (usage.peakMemoryBytes() > 0) {
                peakMemory.accumulate(usage.peakMemoryBytes());
            }
            // Most calls use none.
            if (usage.hostFuelConsumed() > 0) {
                hostFuel.add(usage.hostFuelConsumed());
            }
        }

        CallCounts details() {
            ToolCounts sums = counts();
            return new CallCounts(
                    sums.calls(),
                    sums.inFlight(),
                    sums.errors(),
                    sums.totalFuel(),
                    sums.totalHostFuel(),
                    peakMemory.get(),
                    durations.histogram(),
                    fuels.histogram());
        }

        ToolCounts counts() {
            Map<ErrorReason, Long> sums = new EnumMap<>(ErrorReason.class);
            errors.forEach((reason, count) -> sums.put(reason, count.sum()));
            long done = ended.sum();
            return new ToolCounts(
                    done,
                    Math.max(0, begun.sum() - done),
                    sums,
                    durations.total(),
                    fuel.sum(),
                    hostFuel.sum());
        }
    }

    Counter of(String name) {
        Counter known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, each -> new Counter());
    }

    void countNotFound() {
        notFound.increment();
    }

    /** How many calls named a tool that was not in the registry. */
    public long notFound() {
        return notFound.sum();
    }

    /** Forgets all that was counted of a name. */
    public void forget(String name) {
        byName.remove(name);
    }

    /** Of one name; zeros if it was never called. */
    public ToolCounts counts(String name) {
        Counter known = byName.get(name);
        return known == null ? ToolCounts.NONE : known.counts();
    }

    /** Of one name, in detail; zeros if it was never called. */
    public CallCounts details(String name) {
        Counter known = byName.get(name);
        return known == null ? CallCounts.NONE : known.details();
    }

    /** Of every name that was called and not forgotten. */
    public SortedMap<String, ToolCounts> all() {
        SortedMap<String, ToolCounts> all = new TreeMap<>();
        byName.forEach((name, counter) -> all.put(name, counter.counts()));
        return all;
    }
}
