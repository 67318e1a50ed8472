package org.vexhost.distribution.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line that was read without picocli, because starting picocli takes longer
 * than most calls. Only unambiguous lines are read here. Picocli reads all other lines, including
 * invalid ones.
 */
final class QuickWords {

    /** Whether an option takes a value. */
    enum Value {
        /** The option has no value. */
        NONE,
        /** The option has a value, either in the next word or after an equals sign. */
        NEEDED,
        /** The option may have a value after an equals sign. */
        ATTACHED
    }

    private final Map<String, String> options = new HashMap<>();
    private final List<String> positionals = new ArrayList<>();
    private @Nullable Path home;

    private QuickWords() {}

    /**
     * Reads the words after the name of a command.
     *
     * @param known the command's options
     * @param positionals the number of words that are not options
     * @param absent the value of an option that is given without a value
     * @return the words; empty if picocli has to read the line
     */
    static Optional<QuickWords> read(
            String[] words, Map<String, Value> known, int positionals, String absent) {
        QuickWords read = new QuickWords();
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            if (!word.startsWith("-") || word.equals("-")) {
                read.positionals.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            Value value = known.get(name);
            boolean isAttached = equals >= 0;
            if (value == null || read.options.containsKey(name)) {
                return Optional.empty();
            }
            String text = isAttached ? word.substring(equals + 1) : absent;
            if (value == Value.NONE && isAttached) {
                return Optional.empty();
            }
            if (value == Value.NEEDED && !isAttached) {
                if (++i == words.length) {
                    return Optional.empty();
                }
                text = words[i];
            }
            if (value != Value.NONE && (text.isEmpty() || text.startsWith("-"))) {
                return Optional.empty();
            }
            read.options.put(name, text);
        }
        return read.positionals.size() == positionals && read.findHome()
                ? Optional.of(read)
                : Optional.empty();
    }

    private boolean findHome() {
        String text = options.get("--home");
        try {
            home = text == null ? null : Path.of(text);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    Optional<Path> home() {
        return Optional.ofNullable(home);
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    @Nullable String value(String option) {
        return options.get(option);
    }

    String positional(int index) {
        return positionals.get(index);
    }
}
