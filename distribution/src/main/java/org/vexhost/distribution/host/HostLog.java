package org.vexhost.distribution.host;

import java.time.Instant;
import java.util.List;

/** The latest lines of the log, as the administration bundle sees them. Thread-safe. */
public interface HostLog {

    /**
     * One line.
     *
     * @param sequence from 1 on
     * @param level {@code TRACE}, {@code DEBUG}, {@code INFO}, {@code WARN} or {@code ERROR}
     * @param message safe to print, in one line
     */
    record Entry(
            long sequence,
            Instant time,
            String level,
            String logger,
            String thread,
            String message) {}

    /** The number of the last line; 0 before the first. */
    long lastSequence();

    /** The number of the oldest that is kept; 1 more than the last one if none is. */
    long firstSequence();

    /**
     * The kept lines after a number, oldest first.
     *
     * @param max how many at most
     */
    List<Entry> after(long sequence, int max);
}
