package org.vexhost.api.admin;

import java.util.List;
import java.util.function.Consumer;

/**
 * The log of the latest events of a host. Events are kept so that a listener can resume after an
 * interruption. Thread-safe.
 *
 * @since 1.0
 */
public interface EventLog {

    /** The minimum number of latest events that are kept: 1,000. */
    int MIN_KEPT = 1000;

    /** Returns the number of the last event, or 0 if there was no event yet. */
    long lastSequence();

    /**
     * Returns the number of the oldest event that is kept. If no event is kept, returns the number
     * of the last event plus 1.
     */
    long firstSequence();

    /**
     * Returns the kept events whose number is larger than {@code sequence}, oldest first. If {@link
     * #firstSequence} is larger than {@code sequence} + 1, the listener has missed events.
     *
     * @param sequence the number of the last event that the listener saw; 0 for all events. A
     *     number that this process has not assigned yet is treated as 0: the listener saw it before
     *     the host was restarted
     * @param max the maximum number of events, 1 or more
     */
    List<AdminEvent> after(long sequence, int max);

    /**
     * Notifies a listener of every kept event whose number is larger than {@code sequence}, and
     * then of every new event. Events are delivered in order and one at a time. One thread serves
     * all listeners, so a slow listener delays the others. Exceptions from the listener are logged.
     * A listener that is too slow misses events that are no longer kept. The gap in the numbers
     * shows this.
     *
     * @param sequence the number of the last event that the listener saw, as for {@link #after}
     */
    Subscription subscribe(long sequence, Consumer<AdminEvent> listener);

    /** A subscription, which {@link #close} ends. */
    interface Subscription extends AutoCloseable {
        /**
         * Ends the subscription. The listener is not called again, but a call of the listener that
         * is in progress continues.
         */
        @Override
        void close();
    }
}
