package org.vexhost.distribution.host;

import java.time.Instant;
import java.util.List;

/** The latest lines of the log, for the administration bundle. Thread-safe. */
public interface HostLog {

    /**
     * One line.
     *
     * @param sequence number of the line, 1 for the first
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

    /** The number of the oldest kept line; the last number plus 1 if none is kept. */
    long firstSequence();

    /**
     * Returns the kept lines after a number, oldest first.
     *
     * @param max largest number of lines
     */
    List<Entry> after(long sequence, int max);
}
