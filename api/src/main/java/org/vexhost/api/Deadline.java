package org.vexhost.api;

import java.time.Duration;

/**
 * A time limit, as a moment on the JVM's monotonic clock. Changes of the wall clock do not affect
 * it.
 *
 * @since 1.0
 */
public final class Deadline {

    /** The longest time from now to a deadline: 1 day. */
    public static final Duration MAX = Duration.ofDays(1);

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Returns the moment {@code timeout} from now.
     *
     * @param timeout the time until the deadline; 0 or less gives an expired deadline, and values
     *     above {@link #MAX} are reduced to {@link #MAX}
     */
    public static Deadline after(Duration timeout) {
        Duration cut = timeout.compareTo(MAX) > 0 ? MAX : timeout;
        long nanos = cut.isNegative() ? 0 : cut.toNanos();
        return new Deadline(System.nanoTime() + nanos);
    }

    /** Returns the earlier of two deadlines. */
    public Deadline earlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }

    /** Returns the remaining time in nanoseconds; 0 if the deadline has passed. */
    public long remainingNanos() {
        return Math.max(0, nanoTime - System.nanoTime());
    }

    /** Returns the remaining time; zero if the deadline has passed. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** Returns whether the deadline has passed. */
    public boolean isExpired() {
        return nanoTime - System.nanoTime() <= 0;
    }

    @Override
    public String toString() {
        return "in " + remaining();
    }
}
