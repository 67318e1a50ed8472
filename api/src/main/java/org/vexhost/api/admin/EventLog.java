package org.vexhost.api.admin;

import java.util.List;
import java.util.function.Consumer;

/**
 * The latest events of a host, so that a listener that was away can resume. Thread-safe.
 *
 * @since 1.0
 */
public interface EventLog {

    /** How many events are kept at least: 1,000. */
    int MIN_KEPT = 1000;

    /** The number of the last event; 0 before the first. */
    long lastSequence();

    /** The number of the oldest event that is kept; 1 more than the last one if none is. */
    long firstSequence();

    /**
     * The kept events after a number, oldest first. Events were missed if {@link #firstSequence} is
     * more than {@code sequence} + 1.
     *
     * @param sequence the last event that the listener saw; 0 for all; a number that was not given
     *     yet comes from before the host was started again, and counts as 0
     * @param max how many at most, 1 or more
     */
    List<AdminEvent> after(long sequence, int max);

    /**
     * Tells a listener of every kept event after a number and from then on of every new one, in
     * order and one at a time, on a thread that serves all listeners: one that takes its time
     * delays the others. What it throws is logged. A listener that falls behind what is kept misses
     * events, which their numbers show.
     *
     * @param sequence the last event that the listener saw, as for {@link #after}
     */
    Subscription subscribe(long sequence, Consumer<AdminEvent> listener);

    /** Ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        /** The listener is not called again after this, apart from a call that is running. */
        @Override
        void close();
    }
}
