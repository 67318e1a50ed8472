package org.vexhost.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The abandoned calls of one tool that still occupy a thread. On a busy machine, a guest may need a
 * moment to notice that it must end. An abandoned call therefore counts as stuck only if it is
 * still running after one second and is not waiting for something outside the host. Thread-safe.
 */
final class AbandonedJobs {

    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<ToolCallJob, Long> since = new ConcurrentHashMap<>();

    void add(ToolCallJob job) {
        since.put(job, System.nanoTime());
    }

    void remove(ToolCallJob job) {
        since.remove(job);
    }

    /** Returns the number of abandoned calls, both stuck calls and calls that are about to end. */
    int size() {
        return since.size();
    }

    /**
     * Returns the number of stuck calls. Calls that are waiting for something outside the host are
     * not counted.
     */
    int countStuck() {
        if (since.isEmpty()) {
            return 0;
        }
        long now = System.nanoTime();
        int stuck = 0;
        for (Map.Entry<ToolCallJob, Long> each : since.entrySet()) {
            if (now - each.getValue() >= STUCK_NANOS && !each.getKey().isSuspended()) {
                stuck++;
            }
        }
        return stuck;
    }
}
