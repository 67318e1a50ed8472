package org.vexhost.gateway.caller.book;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.vexhost.gateway.caller.CallerAccess;

/** The actions to run when tokens expire. Thread-safe. */
final class Expiries {

    private record Key(Instant time, long number) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Guarded by this. */
    private final NavigableMap<Key, Runnable> waiting = new TreeMap<>();

    /** Guarded by this. */
    private long number;

    private volatile Runnable onEarlier = () -> {};

    /**
     * Sets what is called when an action is due earlier than all others. It is called on the thread
     * that adds the action, and must return quickly.
     */
    void onEarlier(Runnable callback) {
        onEarlier = callback;
    }

    CallerAccess.Registration at(Instant time, Runnable action) {
        Key key;
        boolean isEarliest;
        synchronized (this) {
            key = new Key(time, number++);
            waiting.put(key, action);
            isEarliest = waiting.firstKey().equals(key);
        }
        if (isEarliest) {
            onEarlier.run();
        }
        return () -> remove(key);
    }

    /** Whether an action is due at this time. */
    synchronized boolean areDue(Instant time) {
        return !waiting.isEmpty() && !waiting.firstKey().time().isAfter(time);
    }

    private synchronized void remove(Key key) {
        waiting.remove(key);
    }

    /** Runs the actions that are due. */
    void run(Instant now) {
        List<Runnable> due;
        synchronized (this) {
            NavigableMap<Key, Runnable> past = waiting.headMap(new Key(now, Long.MAX_VALUE), true);
            due = new ArrayList<>(past.values());
            past.clear();
        }
        due.forEach(Runnable::run);
    }
}
