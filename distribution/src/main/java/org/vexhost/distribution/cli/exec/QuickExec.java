package org.vexhost.distribution.cli.exec;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code exec}, read without picocli, because starting picocli takes longer
 * than many programs. Only unambiguous lines are read here. Picocli reads all other lines,
 * including invalid ones.
 */
public final class QuickExec {

    /** The options without a value. A test compares them with the declarations for picocli. */
    static final Set<String> SWITCHES = Set.of("--stats", "--deterministic");

    /** The options with a value. A test compares them with the declarations for picocli. */
    static final Set<String> WITH_VALUE =
            Set.of("--dir", "--env", "--fuel", "--memory", "--timeout", "--module-limit");

    /** The options that may be given several times. */
    private static final Set<String> REPEATABLE = Set.of("--dir", "--env", "--module-limit");

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern LIMIT = Pattern.compile("([A-Za-z]+)=(0|[1-9][0-9]{0,17})");

    final List<String> directories = new ArrayList<>();
    final List<String> variables = new ArrayList<>();
    final Map<String, Long> moduleLimits = new LinkedHashMap<>();
    final List<String> arguments = new ArrayList<>();
    final Set<String> given = new HashSet<>();
    @Nullable Long fuel;
    @Nullable Long memoryBytes;
    @Nullable String timeout;
    @Nullable Path file;

    private QuickExec() {}

    /**
     * Reads a command line.
     *
     * @param words the words, with the name of the command first
     * @return the command; empty if picocli has to read the line
     */
    public static Optional<ExecCommand> read(String... words) {
        QuickExec read = new QuickExec();
        return read.readAll(words) ? Optional.of(new ExecCommand(read)) : Optional.empty();
    }

    private boolean readAll(String... words) {
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            if (!word.startsWith("-")) {
                if (!addPositional(word)) {
                    return false;
                }
                continue;
            }
            boolean isSeparator = word.equals("--");
            boolean isShort = word.length() > 1 && word.charAt(1) != '-';
            if (file != null && (isSeparator || isShort)) {
                // The rest belongs to the guest, as GuestArguments describes.
                for (int j = isSeparator ? i + 1 : i; j < words.length; j++) {
                    arguments.add(words[j]);
                }
                return true;
            }
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (!REPEATABLE.contains(name) && given.contains(name)) {
                return false;
            }
            given.add(name);
            if (WITH_VALUE.contains(name)) {
                if (equals < 0 && ++i == words.length) {
                    return false;
                }
                if (!set(name, equals < 0 ? words[i] : word.substring(equals + 1))) {
                    return false;
                }
            } else if (!SWITCHES.contains(word)) {
                return false;
            }
        }
        return file != null;
    }

    private boolean addPositional(String word) {
        if (file != null) {
            return arguments.add(word);
        }
        try {
            file = Path.of(word);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Sets an option. Returns false if picocli has to read its value. */
    private boolean set(String option, String value) {
        if (value.isEmpty() || value.startsWith("-")) {
            return false;
        }
        switch (option) {
            case "--dir" -> directories.add(value);
            case "--env" -> variables.add(value);
            case "--timeout" -> timeout = value;
            case "--module-limit" -> {
                var limit = LIMIT.matcher(value);
                return limit.matches()
                        && moduleLimits.put(limit.group(1), Long.valueOf(limit.group(2))) == null;
            }
            default -> {
                if (!NUMBER.matcher(value).matches()) {
                    return false;
                }
                setNumber(option, Long.valueOf(value));
            }
        }
        return true;
    }

    private void setNumber(String option, Long number) {
        if (option.equals("--fuel")) {
            fuel = number;
        } else {
            memoryBytes = number;
        }
    }
}
