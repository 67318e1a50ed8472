package org.vexhost.distribution.admin.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.felix.service.command.Process;
import org.jline.builtins.Options;
import org.vexhost.api.MessageText;

/**
 * The command {@code grep}. It replaces Gogo's own {@code grep}, whose {@code -c} does not count
 * and whose {@code -q} still prints. Gogo's command also reads text in the encoding of the process.
 */
final class Grep {

    static final String[] USAGE = {
        "grep - prints the lines that match a pattern; status 1 if there is none",
        "Usage: grep [OPTIONS] PATTERN [FILE...]",
        "  -? --help                    Show help",
        "  -i --ignore-case             Ignore upper and lower case",
        "  -n --line-number             Print line numbers",
        "  -q --quiet                   Print nothing",
        "  -v --invert-match            Print lines that do not match",
        "  -w --word-regexp             Match whole words only",
        "  -x --line-regexp             Match whole lines only",
        "  -c --count                   Print only the number of matching lines",
        "  -B --before-context=NUM      Print lines before a match",
        "  -A --after-context=NUM       Print lines after a match",
        "  -C --context=NUM             Print lines around a match"
    };

    private final Options options;
    private final Pattern pattern;
    private final PrintStream out;
    private final boolean terminal;
    private final int before;
    private final int after;
    private final boolean naming;
    private long matches;

    private Grep(Options options, Pattern pattern, Process process, boolean naming) {
        this.options = options;
        this.pattern = pattern;
        this.out = process.out();
        this.terminal = process.isTty(1);
        this.before = lines(options, "before-context");
        this.after = lines(options, "after-context");
        this.naming = naming;
    }

    private static int lines(Options options, String name) {
        int around = options.isSet("context") ? options.getNumber("context") : 0;
        return Math.max(0, options.isSet(name) ? options.getNumber(name) : around);
    }

    /** Runs the command, and returns its exit status. */
    static int run(Options options, Process process, Path folder) throws IOException {
        if (options.args().isEmpty()) {
            throw new IllegalArgumentException(
                    "PATTERN is missing; usage: grep [OPTIONS] PATTERN [FILE...]");
        }
        List<String> files = options.args().subList(1, options.args().size());
        Grep grep = new Grep(options, pattern(options), process, files.size() > 1);
        if (files.isEmpty()) {
            grep.read(process.in(), "");
        }
        for (String file : files) {
            try (InputStream in = Files.newInputStream(folder.resolve(file))) {
                grep.read(in, file);
            }
        }
        return grep.matches > 0 ? 0 : 1;
    }

    private static Pattern pattern(Options options) {
        String regex = options.args().get(0);
        String words = options.isSet("word-regexp") ? "\\b(?:" + regex + ")\\b" : regex;
        try {
            return Pattern.compile(
                    options.isSet("line-regexp") ? "^(?:" + words + ")$" : words,
                    options.isSet("ignore-case")
                            ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE
                            : 0);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pattern is not a regular expression [%s: %s]"
                            .formatted(MessageText.quote(regex), e.getDescription()),
                    e);
        }
    }

    private void read(InputStream in, String name) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        Deque<String> held = new ArrayDeque<>();
        long found = 0;
        long number = 0;
        int following = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (pattern.matcher(line).find() != options.isSet("invert-match")) {
                found++;
                while (!held.isEmpty()) {
                    print(name, number - held.size(), '-', held.remove());
                }
                print(name, number, ':', line);
                following = after;
            } else if (following > 0) {
                following--;
                print(name, number, '-', line);
            } else if (before > 0) {
                if (held.size() == before) {
                    held.remove();
                }
                held.add(line);
            }
        }
        if (options.isSet("count") && !options.isSet("quiet")) {
            out.println((naming ? name + ":" : "") + found);
        }
        matches += found;
    }

    private void print(String name, long number, char mark, String line) {
        if (options.isSet("quiet") || options.isSet("count")) {
            return;
        }
        String text =
                (naming ? name + mark : "")
                        + (options.isSet("line-number") ? Long.toString(number) + mark : "")
                        + line;
        byte[] bytes =
                ((terminal ? MessageText.printable(text.replace("\t", "    ")) : text) + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
    }
}
