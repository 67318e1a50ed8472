package org.vexhost.loader.execute.statistics;

import java.util.Map;
import java.util.SortedMap;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.admin.CallCounts;

/** What the executor has counted since it started. Thread-safe. */
public interface CallStatistics {

    /**
     * The calls of one tool name.
     *
     * @param calls that ended, well or not
     * @param inFlight that have not ended
     * @param errors that ended badly, by reason
     * @param totalNanos how long those that ended well ran, together
     * @param totalFuel units of fuel that the guests of those that ended used, together
     * @param totalHostFuel units of fuel that the host used for them
     */
    record ToolCounts(
            long calls,
            long inFlight,
            Map<ErrorReason, Long> errors,
            long totalNanos,
            long totalFuel,
            long totalHostFuel) {
        /** Nothing yet. */
        public static final ToolCounts NONE = new ToolCounts(0, 0, Map.of(), 0, 0, 0);

        /** Copies the errors. */
        public ToolCounts {
            errors = Map.copyOf(errors);
        }

        /** How many ended badly. */
        public long failed() {
            return errors.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * The host.
     *
     * @param running calls that have a place
     * @param queued calls that wait for one
     * @param suspended calls that gave theirs back while they wait for something outside the host
     * @param reservedBytes of the memory budget
     * @param budgetBytes that calls may reserve
     * @param notFound calls of names that are not deployed
     */
    record HostCounts(
            int running,
            int queued,
            int suspended,
            long reservedBytes,
            long budgetBytes,
            long notFound) {}

    /** By name of the tools that are in the registry and were called. */
    SortedMap<String, ToolCounts> tools();

    /** Of one tool. */
    ToolCounts tool(String name);

    /** How full the host is. */
    HostCounts host();

    /** Of one name, in detail. */
    CallCounts counts(String name);

    /** Whether the host is going away and takes no more calls. */
    boolean isDraining();
}
