package org.vexhost.distribution.cli.option;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.vexhost.distribution.cli.terminal.CommandException;

/**
 * Repeats a request while a tool is not available yet.
 *
 * @param limit how long to try
 */
public record Patience(Duration limit) {

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long MAX_PAUSE_MILLIS = 500;

    /** One attempt. */
    @FunctionalInterface
    public interface Attempt {
        /** Returns the exit status, and writes an error to {@code err}. */
        int make(OutputStream err) throws CommandException, IOException;
    }

    /** Tries until the tool is available or the time is over. Returns the last exit status. */
    public int until(Attempt attempt, OutputStream err)
            throws CommandException, IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            ByteArrayOutputStream error = new ByteArrayOutputStream();
            int status = attempt.make(error);
            boolean isLate = System.nanoTime() + pause * 1_000_000 > end;
            if (isLate || !isNotThereYet(error.toString(StandardCharsets.UTF_8))) {
                error.writeTo(err);
                err.flush();
                return status;
            }
            Thread.sleep(pause);
            pause = Math.min(2 * pause, MAX_PAUSE_MILLIS);
        }
    }

    /**
     * Whether an error means that the tool may become available. Reads both formats of errors, one
     * line and JSON.
     */
    private static boolean isNotThereYet(String error) {
        return error.startsWith("NOT_FOUND/NO_SUCH_TOOL:")
                || error.startsWith("UNAVAILABLE/DEPLOYING:")
                || error.startsWith("UNAVAILABLE/NOT_READY:")
                || (error.startsWith("{")
                        && (error.contains("\"reason\":\"NO_SUCH_TOOL\"")
                                || error.contains("\"reason\":\"DEPLOYING\"")
                                || error.contains("\"reason\":\"NOT_READY\"")));
    }
}
