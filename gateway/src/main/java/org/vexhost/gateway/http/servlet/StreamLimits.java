package org.vexhost.gateway.http.servlet;

import java.util.HashMap;
import java.util.Map;
import org.vexhost.api.Caller;

/** Counts the open streams of each caller. Thread-safe. */
public final class StreamLimits {

    /** Guarded by this, like the field below. */
    private final Map<String, Integer> byCaller = new HashMap<>();

    private int total;

    /** Creates limits with no stream open. */
    public StreamLimits() {}

    synchronized boolean open(Caller caller, int maxPerCaller, int max) {
        int own = byCaller.getOrDefault(key(caller), 0);
        if (own >= maxPerCaller || total >= max) {
            return false;
        }
        byCaller.put(key(caller), own + 1);
        total++;
        return true;
    }

    /** The number of open streams. */
    synchronized int open() {
        return total;
    }

    synchronized void close(Caller caller) {
        total--;
        byCaller.computeIfPresent(key(caller), (key, own) -> own == 1 ? null : own - 1);
    }

    /**
     * Returns the key of a caller: its kind and name. Callers that differ only in other attributes,
     * such as a subject, share a key.
     */
    private static String key(Caller caller) {
        return caller.kind() + " " + caller.name();
    }
}
