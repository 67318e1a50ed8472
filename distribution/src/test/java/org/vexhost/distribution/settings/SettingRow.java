package org.vexhost.distribution.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of a table in {@code docs/settings.md}: one setting.
 *
 * @param unit empty if the value is not a number with a unit
 * @param normal the cell of the default
 * @param range the cell of the range
 */
record SettingRow(String name, String unit, String normal, String range) {

    static final Path PAGE = Path.of("..", "docs", "settings.md");

    private static final Pattern FILE =
            Pattern.compile("`etc/(org\\.vexhost\\.[a-z]+\\.cfg)`\\..*");
    private static final Pattern ROW =
            Pattern.compile(
                    "\\| `([a-zA-Z0-9.]+)` \\|([^|]*)\\| ([^|]+) \\| ([^|]+) \\| [^|]*\\S[^|]* \\|");
    private static final Pattern LITERAL = Pattern.compile("`([^`]+)`(?: \\(.*\\))?");
    private static final Pattern NUMBERS = Pattern.compile("(-?\\d+) to (\\d+)");
    private static final Pattern WORDS = Pattern.compile("`[a-z]+`(?:, `[a-z]+`)+");

    /** The smallest and the largest value of a number. */
    record Numbers(long min, long max) {}

    /** The rows of each settings file, by the name of the file. */
    static Map<String, List<SettingRow>> byFile() throws IOException {
        Map<String, List<SettingRow>> all = new LinkedHashMap<>();
        List<SettingRow> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher file = FILE.matcher(line);
            Matcher row = ROW.matcher(line);
            if (file.matches()) {
                rows = all.computeIfAbsent(file.group(1), name -> new ArrayList<>());
            } else if (line.startsWith("## ")) {
                rows = new ArrayList<>();
            } else if (row.matches()) {
                rows.add(
                        new SettingRow(
                                row.group(1), row.group(2).strip(), row.group(3), row.group(4)));
            }
        }
        return all;
    }

    /** The default, if it is a value that a file may contain. */
    Optional<String> value() {
        Matcher literal = LITERAL.matcher(normal);
        return literal.matches() ? Optional.of(literal.group(1)) : Optional.empty();
    }

    Optional<Numbers> numbers() {
        Matcher numbers = NUMBERS.matcher(range);
        return numbers.matches()
                ? Optional.of(
                        new Numbers(
                                Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2))))
                : Optional.empty();
    }

    /** The values of a setting that is one of several words; empty for all others. */
    List<String> words() {
        return WORDS.matcher(range).matches()
                ? List.of(range.replace("`", "").split(", ", -1))
                : List.of();
    }
}
