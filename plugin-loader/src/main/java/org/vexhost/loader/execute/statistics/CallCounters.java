package org.vexhost.loader.execute.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;

/** Counts calls by tool name. Counts are forgotten when their tool is removed. Thread-safe. */
public final class CallCounters {

    private final Map<String, Counter> byName = new ConcurrentHashMap<>();
    private final LongAdder notFound = new LongAdder();
    private final AtomicLong sequence = new AtomicLong();

    /** Creates counters without any counts. */
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
        private final CallRing latest = new CallRing();

        void add(CallRecord call) {
            latest.add(call);
        }

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
            // The check saves an update, because most calls use no host fuel.
            if (usage.hostFuelConsumed() > 0) {
                hostFuel.add(usage.hostFuelConsumed());
            }
        }

        CallCounts counts() {
            Map<ErrorReason, Long> sums = new EnumMap<>(ErrorReason.class);
            errors.forEach((reason, count) -> sums.put(reason, count.sum()));
            long done = ended.sum();
            return new CallCounts(
                    done,
                    Math.max(0, begun.sum() - done),
                    sums,
                    fuel.sum(),
                    hostFuel.sum(),
                    peakMemory.get(),
                    durations.histogram(),
                    fuels.histogram());
        }
    }

    Counter of(String name) {
        Counter known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, each -> new Counter());
    }

    /** Returns the sequence number for a call that has just ended; the first is 1. */
    long nextSequence() {
        return sequence.incrementAndGet();
    }

    /** Returns the latest calls of a name, most recent first. */
    public List<CallRecord> latest(String name, int max) {
        Counter known = byName.get(name);
        return known == null ? List.of() : latest(known.latest.all().stream(), max);
    }

    /** Returns the latest calls of all names, most recent first. */
    public List<CallRecord> latest(int max) {
        return latest(byName.values().stream().flatMap(each -> each.latest.all().stream()), max);
    }

    private static List<CallRecord> latest(Stream<CallRecord> calls, int max) {
        return calls.sorted(CallRing.LATEST_FIRST).limit(Math.max(0, max)).toList();
    }

    void countNotFound() {
        notFound.increment();
    }

    /** Returns how many calls named a tool that was not in the registry. */
    public long notFound() {
        return notFound.sum();
    }

    /** Forgets all counts of a name. */
    public void forget(String name) {
        byName.remove(name);
    }

    /** Returns the counts of one name; zeros if it was never called. */
    public CallCounts counts(String name) {
        Counter known = byName.get(name);
        return known == null ? CallCounts.NONE : known.counts();
    }

    /** Returns the counts of every name that was called and not forgotten. */
    public SortedMap<String, CallCounts> all() {
        SortedMap<String, CallCounts> all = new TreeMap<>();
        byName.forEach((name, counter) -> all.put(name, counter.counts()));
        return all;
    }
}
