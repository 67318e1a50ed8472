package org.vexhost.loader.shell.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;

/** The parsed words and options of a command line. */
public final class Arguments {

    private final CommandForm form;
    private final List<String> words;
    private final Map<String, String> options;
    private final Path folder;
    private final Caller caller;

    Arguments(
            CommandForm form,
            List<String> words,
            Map<String, String> options,
            Path folder,
            Caller caller) {
        this.form = form;
        this.words = List.copyOf(words);
        this.options = Map.copyOf(options);
        this.folder = folder;
        this.caller = caller;
    }

    /** Returns the user who typed the command. */
    public Caller caller() {
        return caller;
    }

    /** Whether an option was given. */
    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** Returns an option's value; empty if the option or its value is absent. */
    public Optional<String> option(String option) {
        return Optional.ofNullable(options.get(option)).filter(value -> !value.isEmpty());
    }

    /** Returns a required argument. */
    public String word(int index) {
        return words.get(index);
    }

    /** Returns an optional argument. */
    public Optional<String> optionalWord(int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    /** Returns the arguments from an index; empty if there are none. */
    public List<String> wordsFrom(int index) {
        return index < words.size() ? words.subList(index, words.size()) : List.of();
    }

    /**
     * Resolves a file name against the session's current folder.
     *
     * @throws IllegalArgumentException if it is not a path
     */
    public Path path(String file) {
        try {
            return folder.resolve(file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "file name is not a path [%s]".formatted(MessageText.quote(file)), e);
        }
    }

    /** Creates the exception for an invalid argument or option. */
    public UsageException wrong(String problem) {
        return new UsageException(form.name() + ": " + problem, form);
    }
}
