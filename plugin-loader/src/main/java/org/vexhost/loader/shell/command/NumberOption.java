package org.vexhost.loader.shell.command;

import org.vexhost.api.MessageText;

/**
 * An option that is a whole number.
 *
 * @param name of the option
 * @param min the smallest that it may be
 * @param max the largest
 * @param without what holds where it is not given
 */
public record NumberOption(String name, long min, long max, long without) {

    /**
     * The number.
     *
     * @throws UsageException if it is not one in the range
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
