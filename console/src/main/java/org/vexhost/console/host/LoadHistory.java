package org.vexhost.console.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.ToolAdministration;

/** A history of the host's load over the last ten minutes, for the charts. Thread-safe. */
public final class LoadHistory {

    /** The time between two samples, in milliseconds. */
    public static final long PERIOD_MILLIS = 5_000;

    /** The maximum number of samples; they cover ten minutes. */
    public static final int MAX_SAMPLES = 121;

    private static final double NANOS_PER_SECOND = 1_000_000_000;

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** One sample: totals since the start of the host, and the load at the time of the sample. */
    private record Sample(
            long nanoTime, long calls, long errors, long fuel, long reservedBytes, int running) {}

    /** Creates a history without samples. */
    public LoadHistory() {}

    /** Takes a sample. */
    public void sample(ToolAdministration tools, long nanoTime) {
        SortedMap<String, CallCounts> calls = tools.calls();
        HostLoad load = tools.load();
        Sample taken =
                new Sample(
                        nanoTime,
                        sum(calls, CallCounts::ended),
                        sum(calls, CallCounts::failed),
                        sum(calls, counts -> counts.fuel() + counts.hostFuel()),
                        load.reservedBytes(),
                        load.running());
        synchronized (samples) {
            samples.add(taken);
            if (samples.size() > MAX_SAMPLES) {
                samples.remove();
            }
        }
    }

    private static long sum(SortedMap<String, CallCounts> calls, ToLongFunction<CallCounts> part) {
        return calls.values().stream().mapToLong(part).sum();
    }

    /** Returns the number of calls that ended per second, oldest first. */
    public List<Double> callsPerSecond() {
        return rates(Sample::calls);
    }

    /** Returns the number of calls that failed per second, oldest first. */
    public List<Double> errorsPerSecond() {
        return rates(Sample::errors);
    }

    /** Returns the units of fuel consumed per second, oldest first. */
    public List<Double> fuelPerSecond() {
        return rates(Sample::fuel);
    }

    /** Returns the reserved bytes of the memory budget, oldest first. */
    public List<Double> reservedBytes() {
        return values(Sample::reservedBytes);
    }

    /** Returns the number of running calls, oldest first. */
    public List<Double> running() {
        return values(Sample::running);
    }

    private List<Double> values(ToDoubleFunction<Sample> part) {
        synchronized (samples) {
            return samples.stream().map(part::applyAsDouble).toList();
        }
    }

    /**
     * Returns the rates of a total, each at least 0. A total decreases when a tool is removed,
     * because the calls of that tool are no longer counted.
     */
    private List<Double> rates(ToLongFunction<Sample> part) {
        List<Double> rates = new ArrayList<>();
        Sample before = null;
        for (Sample each : copy()) {
            if (before != null) {
                double seconds = (each.nanoTime() - before.nanoTime()) / NANOS_PER_SECOND;
                long more = Math.max(0, part.applyAsLong(each) - part.applyAsLong(before));
                rates.add(seconds <= 0 ? 0 : more / seconds);
            }
            before = each;
        }
        return rates;
    }

    private List<Sample> copy() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }
}
