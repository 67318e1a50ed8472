package org.vexhost.sandbox.output;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.vexhost.api.MessageText;
import org.vexhost.sandbox.spi.GuestOutput;

/**
 * Logs the output of one call under its tool's name: standard error, standard output if it is not
 * the result, and messages with a level. The total numbers of lines and of characters are limited.
 * Lines beyond the limits are only counted, and the count is logged. Used by one thread.
 */
public final class ToolLog {

    /** The maximum number of lines that one call may log: 200. */
    public static final int MAX_LINES = 200;

    /** The maximum number of characters that one call may log: 64 Ki. */
    public static final int MAX_CHARACTERS = 64 << 10;

    /** The number of last lines of standard error that an error contains: 10. */
    public static final int LAST_LINES = 10;

    /** The maximum length of each such line, in characters: 200. */
    public static final int LAST_LINE_CHARACTERS = 200;

    private final Logger logger;
    private final String callId;
    private final Deque<String> lastErrors = new ArrayDeque<>(LAST_LINES);
    private final LineSplitter stdout = new LineSplitter(line -> log(Level.INFO, "stdout", line));
    private final LineSplitter stderr = new LineSplitter(this::errorLine);
    private int lines;
    private int characters;
    private long droppedLines;

    /** Creates the log of one call. */
    public ToolLog(Logger logger, String callId) {
        this.logger = logger;
        this.callId = callId;
    }

    /** Returns the destination of standard output. */
    public GuestOutput stdout() {
        return stdout;
    }

    /** Returns the destination of standard error. */
    public GuestOutput stderr() {
        return stderr;
    }

    /** Logs a message of the guest as one line, escaped and shortened. */
    public void message(Level level, String message) {
        log(level, "log", MessageText.escape(message, LineSplitter.MAX_LINE_BYTES));
    }

    /**
     * Logs unfinished lines, and the number of dropped lines. Call it once, at the end of the call.
     */
    public void end() {
        stdout.end();
        stderr.end();
        if (droppedLines > 0) {
            logger.warn(
                    "[{}] output exceeded {} lines or {} characters [{} lines dropped]",
                    callId,
                    MAX_LINES,
                    MAX_CHARACTERS,
                    droppedLines);
        }
    }

    /**
     * Returns the last lines of standard error, escaped, oldest first; at most {@link #LAST_LINES}.
     * An unfinished line counts as complete.
     */
    public List<String> lastErrorLines() {
        stderr.end();
        return List.copyOf(lastErrors);
    }

    private void errorLine(String line) {
        if (lastErrors.size() == LAST_LINES) {
            lastErrors.removeFirst();
        }
        lastErrors.addLast(
                line.length() <= LAST_LINE_CHARACTERS
                        ? line
                        : line.substring(0, LAST_LINE_CHARACTERS) + "…");
        log(Level.INFO, "stderr", line);
    }

    private void log(Level level, String stream, String line) {
        if (lines == MAX_LINES || characters + line.length() > MAX_CHARACTERS) {
            droppedLines++;
            return;
        }
        lines++;
        characters += line.length();
        logger.atLevel(level).log("[{}] {}: {}", callId, stream, line);
    }
}
