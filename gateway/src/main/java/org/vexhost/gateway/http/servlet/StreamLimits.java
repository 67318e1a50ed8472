package org.vexhost.gateway.http.servlet;

import java.util.HashMap;
import java.util.Map;
import org.vexhost.api.Caller;

/** How many streams each caller has open. Thread-safe. */
public final class StreamLimits {

    /** Guarded by this, as below. */
    private final Map<String, Integer> byCaller = new HashMap<>();

    private int total;

    /** None is open. */
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

    /** How many are open. */
    synchronized int open() {
        return total;
    }

    synchronized void close(Caller caller) {
        total--;
        byCaller.computeIfPresent(key(caller), (key, own) -> own == 1 ? null : own - 1);
    }

    /** What else is known of a caller, such as a subject, does not make it another. */
    private static String key(Caller caller) {
        return caller.kind() + " " + caller.name();
    }
}
