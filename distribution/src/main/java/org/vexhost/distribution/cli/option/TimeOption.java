package org.vexhost.distribution.cli.option;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.vexhost.distribution.cli.terminal.CommandException;

/** Parses the value of an option that is a time. */
public final class TimeOption {

    private TimeOption() {}

    /**
     * Parses a number of seconds or a duration in ISO 8601.
     *
     * @param option name of the option, for messages
     * @throws CommandException with {@code exitStatus} if the text is neither, or if it is not
     *     positive
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
            // The exception below reports this.
        }
        throw new CommandException(
                exitStatus, "%s is not a time like 30 or PT1M30S [%s]".formatted(option, text));
    }
}
