package org.vexhost.loader.execute.statistics;

import java.util.List;
import java.util.SortedMap;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;

/** What the executor has counted since it started. Thread-safe. */
public interface CallStatistics {

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
    SortedMap<String, CallCounts> tools();

    /** How full the host is. */
    HostCounts host();

    /** Of one name. */
    CallCounts counts(String name);

    /** The latest calls of one tool, the last first. */
    List<CallRecord> latest(String name, int max);

    /** The latest calls of all tools, the last first. */
    List<CallRecord> latest(int max);

    /** Whether the host is going away and takes no more calls. */
    boolean isDraining();
}
