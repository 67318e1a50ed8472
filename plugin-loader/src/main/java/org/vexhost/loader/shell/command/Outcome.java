package org.vexhost.loader.shell.command;

import java.util.Objects;

/**
 * How a command ended that did not fail.
 *
 * @param text what it prints, without the last line feed
 * @param status its exit status, 0 to 255; 0 when all is well
 */
public record Outcome(String text, int status) {

    /** Checks the status. */
    public Outcome {
        Objects.requireNonNull(text, "text");
        if (status < 0 || status > 255) {
            throw new IllegalArgumentException("status %d is not 0 to 255".formatted(status));
        }
    }

    /** All is well. */
    public static Outcome of(String text) {
        return new Outcome(text, 0);
    }
}
