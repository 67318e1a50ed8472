package org.vexhost.loader.shell.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.MessageText;

/** What stood on a command's line, told apart. */
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

    /** Who typed it. */
    public Caller caller() {
        return caller;
    }

    /** Whether an option was given. */
    public boolean has(String option) {
        return options.containsKey(option);
    }

    /** An option's value; empty if it was not given, or without a value. */
    public Optional<String> option(String option) {
        return Optional.ofNullable(options.get(option)).filter(value -> !value.isEmpty());
    }

    /** An argument that is there. */
    public String word(int index) {
        return words.get(index);
    }

    /** An argument that may be there. */
    public Optional<String> optionalWord(int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    /** The arguments from one on; empty if there are none. */
    public List<String> wordsFrom(int index) {
        return index < words.size() ? words.subList(index, words.size()) : List.of();
    }

    /**
     * A file; relative ones are below the session's current folder.
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

    /** For a value that is not what the command takes. */
    public UsageException wrong(String problem) {
        return new UsageException(form.name() + ": " + problem, form);
    }
}
