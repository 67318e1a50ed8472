package org.vexhost.api.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The latest lines of the host's log, which are kept in memory. It is an OSGi service of the module
 * that logs. Thread-safe; never blocks.
 *
 * @since 1.0
 */
public interface LogTail {

    /** The minimum number of latest lines that are kept: 1,000. */
    int MIN_KEPT = 1_000;

    /** Returns the number of the last line, or 0 if there was no line yet. */
    long lastSequence();

    /**
     * Returns the number of the oldest line that is kept. If no line is kept, returns the number of
     * the last line plus 1.
     */
    long firstSequence();

    /**
     * Returns the kept lines whose number is larger than {@code sequence}, oldest first. If {@link
     * #firstSequence} is larger than {@code sequence} + 1, the reader has missed lines.
     *
     * @param sequence the number of the last line that the reader saw; 0 for all lines. A number
     *     that has not been assigned yet must be from before a restart of the host, and is treated
     *     as 0
     * @param max the maximum number of lines, 1 or more
     */
    List<Line> after(long sequence, int max);

    /**
     * One line of the host's log.
     *
     * @param sequence the number of the line. Lines are numbered consecutively, from 1 after each
     *     start of the host
     * @param time the time at which the line was logged
     * @param level the importance of the line for an operator
     * @param logger the logger's name
     * @param thread the name of the thread that logged the line
     * @param tool the tool that wrote the line, or that the line is about; empty if there is no
     *     such tool
     * @param message the text, followed by the class and the message of the exception, if there is
     *     one; a single line of at most {@value #MAX_MESSAGE_LENGTH} characters; safe to print
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

        /** The maximum length of a message, in characters: 2,000. */
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

    /** The importance of a line for an operator, in ascending order. */
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
