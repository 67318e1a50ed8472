package org.vexhost.loader.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The syntax and help of a command.
 *
 * @param name the name, including the scope
 * @param summary a summary of one line
 * @param words the arguments, in order
 * @param options the options, in the order of the help
 * @param examples command lines that work unchanged, apart from the names in them
 */
record CommandForm(
        String name,
        String summary,
        List<Word> words,
        List<Option> options,
        List<String> examples) {

    /** How often an argument may appear. */
    enum Presence {
        REQUIRED,
        OPTIONAL,
        ANY_NUMBER
    }

    /** An argument. */
    record Word(String label, String description, Presence presence) {

        String usage() {
            return switch (presence) {
                case REQUIRED -> label;
                case OPTIONAL -> "[" + label + "]";
                case ANY_NUMBER -> "[" + label + "...]";
            };
        }
    }

    /** Whether an option requires a value. */
    enum Value {
        /** A value is optional, and must follow {@code =}. */
        OPTIONAL,
        /**
         * A value is required, after {@code =} or as the next word; repeated values are joined with
         * commas.
         */
        REQUIRED
    }

    /**
     * An option.
     *
     * @param letter the short form
     * @param name the long form
     * @param value the placeholder of its value; empty for a flag
     * @param use whether a value is required
     * @param description its help text
     */
    record Option(char letter, String name, Optional<String> value, Value use, String description) {

        String usage() {
            return "--"
                    + name
                    + value.map(label -> use == Value.REQUIRED ? " " + label : "[=" + label + "]")
                            .orElse("");
        }
    }

    static final Option HELP =
            new Option('?', "help", Optional.empty(), Value.OPTIONAL, "shows this help");

    CommandForm {
        words = List.copyOf(words);
        options = List.copyOf(options);
        examples = List.copyOf(examples);
    }

    /** Returns the short usage line. */
    String usage() {
        StringBuilder usage = new StringBuilder(name);
        for (Option option : options) {
            if (!option.equals(HELP)) {
                usage.append(" [").append(option.usage()).append(']');
            }
        }
        words.forEach(word -> usage.append(' ').append(word.usage()));
        return usage.toString();
    }

    /** Returns the whole help text. */
    String help() {
        List<String> lines = new ArrayList<>();
        lines.add(name + " - " + summary);
        lines.add("Usage: " + usage());
        lines.add("");
        words.forEach(word -> lines.add(line(word.label(), word.description())));
        options.forEach(
                option ->
                        lines.add(
                                line(
                                        "-%c, %s".formatted(option.letter(), option.usage()),
                                        option.description())));
        if (!examples.isEmpty()) {
            lines.add("");
            lines.add("Examples:");
            examples.forEach(example -> lines.add("  " + example));
        }
        return String.join("\n", lines);
    }

    private static String line(String label, String description) {
        return "  %-19s %s".formatted(label, description.replace("\n", "\n" + " ".repeat(22)));
    }
}
