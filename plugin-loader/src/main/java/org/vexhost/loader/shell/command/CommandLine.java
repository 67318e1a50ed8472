package org.vexhost.loader.shell.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;

/** Parses a command line. Options may be anywhere before {@code --}. */
final class CommandLine {

    private final CommandForm form;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    private CommandLine(CommandForm form) {
        this.form = form;
    }

    /**
     * Parses a line.
     *
     * @param form the syntax of the command
     * @param line the words
     * @param folder the session's current folder
     * @param caller the user who typed the line
     * @throws UsageException if the line does not fit the syntax
     */
    static Arguments read(CommandForm form, List<String> line, Path folder, Caller caller) {
        CommandLine read = new CommandLine(form);
        boolean literal = false;
        for (Iterator<String> rest = line.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (literal || !isOption(word)) {
                read.words.add(word);
            } else if (word.equals("--")) {
                literal = true;
            } else {
                read.option(word, rest);
            }
        }
        if (!read.options.containsKey(CommandForm.HELP.name())) {
            read.checkCount();
        }
        return new Arguments(form, read.words, read.options, folder, caller);
    }

    /** Whether a word is an option. A negative number is an argument, because it may be JSON. */
    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-' && !Character.isDigit(word.charAt(1));
    }

    private void option(String word, Iterator<String> rest) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        CommandForm.Option option =
                form.options().stream()
                        .filter(
                                each ->
                                        name.equals("--" + each.name())
                                                || name.equals("-" + each.letter()))
                        .findFirst()
                        .orElseThrow(() -> wrong(unknown(name)));
        if (equals >= 0 && option.value().isEmpty()) {
            throw wrong("option --%s takes no value".formatted(option.name()));
        }
        String value = equals < 0 ? "" : word.substring(equals + 1);
        if (option.use() == CommandForm.Value.REQUIRED) {
            value = equals < 0 && rest.hasNext() ? rest.next() : value;
            if (value.isEmpty()) {
                throw wrong("option --%s has no value".formatted(option.name()));
            }
            options.merge(option.name(), value, (one, other) -> one + "," + other);
        } else {
            options.put(option.name(), value);
        }
    }

    private String unknown(String name) {
        String near =
                Suggestion.clause(
                        name, form.options().stream().map(each -> "--" + each.name()).toList());
        return "option %s is not known%s".formatted(MessageText.quote(name), near);
    }

    private void checkCount() {
        int most = 0;
        for (CommandForm.Word word : form.words()) {
            if (word.presence() == CommandForm.Presence.REQUIRED && words.size() <= most) {
                throw wrong(word.label() + " is missing");
            }
            most = word.presence() == CommandForm.Presence.ANY_NUMBER ? words.size() : most + 1;
        }
        if (words.size() > most) {
            throw wrong(
                    "%s is one argument too many".formatted(MessageText.quote(words.get(most))));
        }
    }

    private UsageException wrong(String problem) {
        return new UsageException(form.name() + ": " + problem, form);
    }
}
