package org.vexhost.api.admin;

import java.util.List;
import java.util.function.Consumer;

/**
 * The latest events of a host. They are kept so that a listener can resume after an absence.
 * Thread-safe.
 *
 * @since 1.0
 */
public interface EventLog {

    /** The number of events that are kept at least: 1,000. */
    int MIN_KEPT = 1000;

    /** Returns the number of the last event; 0 before the first. */
    long lastSequence();

    /**
     * Returns the number of the oldest kept event; if none is kept, the number of the last event
     * plus 1.
     */
    long firstSequence();

    /**
     * Returns the kept events after a number, oldest first. Events were missed if {@link
     * #firstSequence} is more than {@code sequence} + 1.
     *
     * @param sequence the last event that the listener saw; 0 for all; a number that has not been
     *     assigned yet dates from before a restart of the host, and counts as 0
     * @param max the maximum number of events, 1 or more
     */
    List<AdminEvent> after(long sequence, int max);

    /**
     * Notifies a listener of every kept event after a number, and then of every new event. Events
     * arrive in order, one at a time, on one thread for all listeners: a slow listener delays the
     * others. Exceptions from the listener are logged. A listener that falls behind the kept events
     * misses some; the gap in the numbers shows this.
     *
     * @param sequence the last event that the listener saw, as for {@link #after}
     */
    Subscription subscribe(long sequence, Consumer<AdminEvent> listener);

    /** A subscription; {@link #close} ends it. */
    interface Subscription extends AutoCloseable {
        /**
         * Ends the subscription. The listener is not called again, but a call in progress
         * continues.
         */
        @Override
        void close();
    }
}
