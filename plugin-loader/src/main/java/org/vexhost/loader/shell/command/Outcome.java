package org.vexhost.loader.shell.command;

import java.util.Objects;

/**
 * The output and exit status of a command that did not throw an exception.
 *
 * @param text the output, without the last line feed
 * @param status the exit status, 0 to 255; 0 means success
 */
public record Outcome(String text, int status) {

    /** Checks the status. */
    public Outcome {
        Objects.requireNonNull(text, "text");
        if (status < 0 || status > 255) {
            throw new IllegalArgumentException("status %d is not 0 to 255".formatted(status));
        }
    }

    /** Creates a successful outcome. */
    public static Outcome of(String text) {
        return new Outcome(text, 0);
    }
}
