package org.vexhost.api.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The latest lines of the host's log, kept in memory. It is an OSGi service of the module that
 * logs. Thread-safe; never blocks.
 *
 * @since 1.0
 */
public interface LogTail {

    /** The number of lines that are kept at least: 1,000. */
    int MIN_KEPT = 1_000;

    /** Returns the number of the last line; 0 before the first. */
    long lastSequence();

    /**
     * Returns the number of the oldest kept line; if none is kept, the number of the last line plus
     * 1.
     */
    long firstSequence();

    /**
     * Returns the kept lines after a number, oldest first. Lines were missed if {@link
     * #firstSequence} is more than {@code sequence} + 1.
     *
     * @param sequence the last line that the reader saw; 0 for all; a number that has not been
     *     assigned yet dates from before a restart of the host, and counts as 0
     * @param max the maximum number of lines, 1 or more
     */
    List<Line> after(long sequence, int max);

    /**
     * One event of the host's log.
     *
     * @param sequence the number of the line, one more than that of the previous line; begins at 1
     *     with each start of the host
     * @param time when it was logged
     * @param level its importance for an operator
     * @param logger the logger's name
     * @param thread the name of the thread that logged it
     * @param tool the tool that wrote it, or that it concerns; empty if none
     * @param message the text, followed by class and message of the exception, if there is one; a
     *     single line, safe to print, at most {@value #MAX_MESSAGE_LENGTH} characters
     * @since 1.0
     */
    record Line(
            long sequence,
            Instant time,
            Level level,
            String logger,
            String thread,
            Optional<String> tool,
            String message) {

        /** The longest message, in characters: 2,000. */
        public static final int MAX_MESSAGE_LENGTH = 2_000;

        /** Checks that nothing is null. */
        public Line {
            Objects.requireNonNull(time, "time");
            Objects.requireNonNull(level, "level");
            Objects.requireNonNull(logger, "logger");
            Objects.requireNonNull(thread, "thread");
            Objects.requireNonNull(tool, "tool");
            Objects.requireNonNull(message, "message");
        }
    }

    /** The importance of a line for an operator, lowest first. */
    enum Level {
        /** Details for developers. */
        DEBUG,
        /** Lifecycle: something started or ended. */
        INFO,
        /** An operator should look. */
        WARN,
        /** The host, or a part of it, cannot continue. */
        ERROR
    }
}
