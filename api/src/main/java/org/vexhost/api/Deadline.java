package org.vexhost.api;

import java.time.Duration;

/**
 * A moment on the JVM's monotonic clock: changes of the wall clock do not move it.
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
     * The moment that is {@code timeout} from now.
     *
     * @param timeout 0 or less is already expired; more than {@link #MAX} is cut to it
     */
    public static Deadline after(Duration timeout) {
        Duration cut = timeout.compareTo(MAX) > 0 ? MAX : timeout;
        long nanos = cut.isNegative() ? 0 : cut.toNanos();
        return new Deadline(System.nanoTime() + nanos);
    }

    /** The earlier of the two. */
    public Deadline earlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }

    /** What is left, in nanoseconds; 0 when it has passed. */
    public long remainingNanos() {
        return Math.max(0, nanoTime - System.nanoTime());
    }

    /** What is left; zero when it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** Whether it has passed. */
    public boolean isExpired() {
        return nanoTime - System.nanoTime() <= 0;
    }

    @Override
    public String toString() {
        return "in " + remaining();
    }
}
