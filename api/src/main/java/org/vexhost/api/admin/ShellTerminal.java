package org.vexhost.api.admin;

import java.util.regex.Pattern;

/**
 * The terminal of a client.
 *
 * @param type the client's {@code TERM}, for example {@code xterm-256color}; {@code dumb} replaces
 *     a value that is not the name of a terminal
 * @param columns 1 to 10,000; other values are clamped
 * @param rows 1 to 10,000; other values are clamped
 * @since 1.0
 */
public record ShellTerminal(String type, int columns, int rows) {

    private static final int MAX = 10_000;

    /** The name reaches a program of the system, so it must not look like an option or a path. */
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");

    /** Limits all values to their range. */
    public ShellTerminal {
        type = TYPE.matcher(type).matches() ? type : "dumb";
        columns = Math.max(1, Math.min(columns, MAX));
        rows = Math.max(1, Math.min(rows, MAX));
    }
}
