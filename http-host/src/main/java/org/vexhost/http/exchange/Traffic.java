package org.vexhost.http.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;

/**
 * Counts ended requests by tool and granted origin. The labels of the counters never contain text
 * from guests' URLs. Thread-safe.
 */
public final class Traffic {

    /**
     * The maximum number of pairs of tool and origin that are distinguished. All further pairs are
     * counted together.
     */
    public static final int MAX_PAIRS = 1_024;

    private static final Pair OTHER = new Pair("other", "other");
    private static final String FAILED = "failed";
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final SortedMap<Pair, Counter> pairs = new TreeMap<>();

    /** Creates counters that are all zero. */
    Traffic() {}

    private record Pair(String tool, String origin) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byTool = tool.compareTo(other.tool);
            return byTool != 0 ? byTool : origin.compareTo(other.origin);
        }
    }

    private static final class Counter {
        private final SortedMap<String, LongAdder> results = new TreeMap<>();
        private long sentBytes;
        private long receivedBytes;
        private long nanos;
    }

    /**
     * Returns the granted origin under which a request is counted. This must be determined while
     * the request is still granted.
     */
    static String grantedOrigin(Grants grants, String origin, String method) {
        return grants.all().stream()
                .filter(Grant.Network.class::isInstance)
                .map(Grant.Network.class::cast)
                .filter(grant -> grant.covers(origin, method))
                .map(Grant.Network::origin)
                .findFirst()
                .orElse(OTHER.origin());
    }

    /**
     * Counts a request.
     *
     * @param tool the name of the tool
     * @param origin the origin as the grant names it
     * @param status the status of the response; 0 if the request failed
     * @param sentBytes the size of the request's body, in bytes
     * @param receivedBytes the number of bytes of the response's body that were read
     * @param nanos the duration, in nanoseconds
     */
    synchronized void ended(
            String tool,
            String origin,
            int status,
            long sentBytes,
            long receivedBytes,
            long nanos) {
        Pair pair = new Pair(tool, origin);
        if (!pairs.containsKey(pair) && pairs.size() >= MAX_PAIRS - 1) {
            pair = OTHER;
        }
        Counter counter = pairs.computeIfAbsent(pair, each -> new Counter());
        String result = status == 0 ? FAILED : status / 100 + "xx";
        counter.results.computeIfAbsent(result, each -> new LongAdder()).increment();
        counter.sentBytes += sentBytes;
        counter.receivedBytes += receivedBytes;
        counter.nanos += nanos;
    }

    /** Returns the current counts. */
    public synchronized List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        pairs.forEach((pair, counter) -> add(all, pair, counter));
        return List.copyOf(all);
    }

    private static void add(List<Measurement> all, Pair pair, Counter counter) {
        Map<String, String> labels = Map.of("tool", pair.tool(), "origin", pair.origin());
        counter.results.forEach(
                (result, count) -> {
                    Map<String, String> more = new TreeMap<>(labels);
                    more.put("result", result);
                    all.add(
                            total(
                                    "egress_requests_total",
                                    "Requests of tools that ended, by class of status.",
                                    more,
                                    (double) count.sum()));
                });
        all.add(
                total(
                        "egress_sent_bytes_total",
                        "Bodies of requests of tools, in bytes.",
                        labels,
                        (double) counter.sentBytes));
        all.add(
                total(
                        "egress_received_bytes_total",
                        "Bodies of responses that tools read, in bytes.",
                        labels,
                        (double) counter.receivedBytes));
        all.add(
                total(
                        "egress_request_seconds_total",
                        "Time from the start of requests of tools to their end, in seconds.",
                        labels,
                        (double) counter.nanos / NANOS_PER_SECOND));
    }

    private static Measurement total(
            String name, String help, Map<String, String> labels, double value) {
        return new Measurement(name, help, Kind.COUNTER, labels, value);
    }
}
