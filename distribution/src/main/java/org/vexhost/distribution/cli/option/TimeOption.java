package org.vexhost.distribution.cli.option;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.vexhost.distribution.cli.terminal.CommandException;

/** A time as an option gives it. */
public final class TimeOption {

    private TimeOption() {}

    /**
     * Seconds, or ISO 8601.
     *
     * @param option what is said, for messages
     * @throws CommandException with {@code exitStatus} if it is neither, or not more than nothing
     */
    public static Duration parse(String option, String text, int exitStatus)
            throws CommandException {
        try {
            Duration parsed =
                    text.matches("[0-9]{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(text))
                            : Duration.parse(text);
            if (!parsed.isNegative() && !parsed.isZero()) {
                return parsed;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw new CommandException(
                exitStatus, "%s is not a time like 30 or PT1M30S [%s]".formatted(option, text));
    }
}
