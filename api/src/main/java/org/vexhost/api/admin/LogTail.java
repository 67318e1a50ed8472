package org.vexhost.api.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The latest lines of the host's log, kept in memory: an OSGi service of the module that logs.
 * Thread-safe; never blocks.
 *
 * @since 1.0
 */
public interface LogTail {

    /** How many lines are kept at least, once there are as many: 1,000. */
    int MIN_KEPT = 1_000;

    /** The number of the last line; 0 before the first. */
    long lastSequence();

    /** The number of the oldest line that is kept; 1 more than the last one if none is. */
    long firstSequence();

    /**
     * The kept lines after a number, oldest first. Lines were missed if {@link #firstSequence} is
     * more than {@code sequence} + 1.
     *
     * @param sequence the last line that the reader saw; 0 for all; a number that was not given yet
     *     comes from before the host was started again, and counts as 0
     * @param max how many at most, 1 or more
     */
    List<Line> after(long sequence, int max);

    /**
     * One event of the host's log.
     *
     * @param sequence its number, one more than the event before it; begins at 1 with each start of
     *     the host
     * @param time when it was logged
     * @param level how much an operator has to look at it
     * @param logger the logger's name
     * @param thread the thread that logged it
     * @param tool the tool that wrote it, or that it is about; empty if none
     * @param message the text, and for an exception its class and message after it; one line, safe
     *     to print, at most {@value #MAX_MESSAGE_LENGTH} characters
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

    /** How much an operator has to look at a line, the least first. */
    enum Level {
        /** For those who develop. */
        DEBUG,
        /** Things begin and end. */
        INFO,
        /** An operator should look. */
        WARN,
        /** The host, or a part of it, cannot go on. */
        ERROR
    }
}
