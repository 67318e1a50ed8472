package org.vexhost.distribution.host;

import java.time.Instant;
import java.util.List;

/** The latest lines of the log, for the administration bundle. Thread-safe. */
public interface HostLog {

    /**
     * A line of the log.
     *
     * @param sequence number of the line; the first line has 1
     * @param level {@code TRACE}, {@code DEBUG}, {@code INFO}, {@code WARN} or {@code ERROR}
     * @param message text of the line; safe to print, without line breaks
     */
    record Entry(
            long sequence,
            Instant time,
            String level,
            String logger,
            String thread,
            String message) {}

    /** The number of the newest line; 0 if there are no lines yet. */
    long lastSequence();

    /**
     * The number of the oldest stored line; one more than the newest number if no line is stored.
     */
    long firstSequence();

    /**
     * Returns the stored lines after a number, oldest first.
     *
     * @param max maximum number of lines to return
     */
    List<Entry> after(long sequence, int max);
}
