package org.vexhost.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The abandoned calls of one tool that still hold a thread. On a busy machine a guest may need a
 * moment to notice that it is to end: only what does not end for a second is stuck, and what only
 * waits for something outside the host is not. Thread-safe.
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

    /** How many there are, be they stuck or about to end. */
    int size() {
        return since.size();
    }

    /** How many are stuck: those that wait for something outside the host are not. */
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
