package org.vexhost.loader.execute.statistics;

import java.util.List;
import java.util.SortedMap;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;

/** The executor's counts of calls since its start. Thread-safe. */
public interface CallStatistics {

    /**
     * The counts of the host as a whole.
     *
     * @param running calls that have a permit
     * @param queued calls that wait for a permit
     * @param suspended calls that returned their share of concurrency while they wait for something
     *     outside the host
     * @param reservedBytes the reserved part of the memory budget, in bytes
     * @param budgetBytes the bytes that calls may reserve
     * @param notFound calls of names that are not deployed
     */
    record HostCounts(
            int running,
            int queued,
            int suspended,
            long reservedBytes,
            long budgetBytes,
            long notFound) {}

    /** Returns the counts of all tools in the registry that were called, by name. */
    SortedMap<String, CallCounts> tools();

    /** Returns the counts of the host as a whole. */
    HostCounts host();

    /** Returns the counts of one name. */
    CallCounts counts(String name);

    /** Returns the latest calls of one tool, most recent first. */
    List<CallRecord> latest(String name, int max);

    /** Returns the latest calls of all tools, most recent first. */
    List<CallRecord> latest(int max);

    /** Whether the host is closing and accepts no more calls. */
    boolean isDraining();
}
