package org.vexhost.loader.shell.command;

import org.vexhost.api.MessageText;

/**
 * An option with an integer value.
 *
 * @param name the option's name
 * @param min the smallest value
 * @param max the largest value
 * @param without the value if the option is absent
 */
public record NumberOption(String name, long min, long max, long without) {

    /**
     * Returns the option's value.
     *
     * @throws UsageException if the value is not an integer in the range
     */
    public long of(Arguments line) {
        String text = line.option(name).orElse(Long.toString(without));
        if (text.matches("[0-9]{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw line.wrong(
                "--%s is not a number from %d to %d [%s]"
                        .formatted(name, min, max, MessageText.quote(text)));
    }
}
