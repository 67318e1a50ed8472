package org.vexhost.distribution.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.api.Suggestion;
import org.vexhost.distribution.host.HostHome;

/**
 * Checks for files in {@code etc/} that cannot be parsed, and for unknown settings. Findings name
 * lines but never quote them: a file may contain secrets, and operators send findings to others.
 */
final class ConfigurationCheck implements Check {

    private static final String PART = "configuration";
    private static final long MAX_BYTES = 4 << 20;

    /** The line number at the end of the parser's messages about typed files. */
    private static final Pattern LINE = Pattern.compile("line=(\\d{1,9})");

    private final KnownSettings known;

    /**
     * Creates a check that compares settings with those of a distribution.
     *
     * @param defaults the folder {@code etc/} of the distribution
     */
    ConfigurationCheck(Path defaults) {
        known = new KnownSettings(defaults);
    }

    @Override
    public void check(HostHome home, Consumer<DoctorFinding> out) throws IOException {
        int bad = 0;
        int seen = 0;
        for (Path folder : List.of(home.etc(), home.grants(), home.etc().resolve("callers"))) {
            for (Path file : files(folder)) {
                seen++;
                bad += check(file, out) ? 0 : 1;
            }
        }
        if (bad == 0) {
            out.accept(
                    DoctorFinding.ok(
                            PART, "%d files can be read".formatted(seen), home.etc().toString()));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(folder, "*.{cfg,config,json}")) {
                found.forEach(files::add);
            }
        }
        files.removeIf(
                each ->
                        !Files.isRegularFile(each)
                                || String.valueOf(each.getFileName()).startsWith("."));
        files.sort(null);
        return files;
    }

    /** Checks a file. Returns true if there is no finding. */
    private boolean check(Path file, Consumer<DoctorFinding> out) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return wrong(file, "it exceeds the maximum of %d bytes".formatted(MAX_BYTES), out);
            }
            if (file.toString().endsWith(".config")) {
                try (InputStream in = Files.newInputStream(file)) {
                    return ConfigurationHandler.read(in) != null;
                }
            }
            String text = Files.readString(file);
            return file.toString().endsWith(".cfg")
                    ? checkSettings(file, text, out)
                    : checkJson(file, text, out);
        } catch (CharacterCodingException e) {
            return wrong(file, "it is not UTF-8", out);
        } catch (AccessDeniedException e) {
            return wrong(file, "this user may not read it", out);
        } catch (IllegalArgumentException e) {
            // Thrown for a typed file. The exception's message quotes the value, so it is not used.
            return wrong(file, "it has a value that does not fit its type", out);
        } catch (IOException e) {
            Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
            return wrong(
                    file,
                    line.find()
                            ? "it is not valid at line %d"
                                    .formatted(Integer.parseInt(line.group(1)))
                            : "it cannot be read [%s]".formatted(e.getClass().getSimpleName()),
                    out);
        }
    }

    private static boolean wrong(Path file, String why, Consumer<DoctorFinding> out) {
        out.accept(
                DoctorFinding.problem(
                        PART,
                        why,
                        file.toString(),
                        "correct it; a running host keeps the earlier content, a host that starts"
                                + " goes without it"));
        return false;
    }

    private static boolean checkJson(Path file, String text, Consumer<DoctorFinding> out) {
        try {
            return Json.parse(text).sizeBytes() > 0;
        } catch (InvalidJsonException e) {
            int offset = (int) Math.max(0, Math.min(e.offset(), text.length()));
            long line = text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
            return wrong(file, "it is not valid JSON at line %d".formatted(line), out);
        }
    }

    private boolean checkSettings(Path file, String text, Consumer<DoctorFinding> out)
            throws IOException {
        Set<String> names = known.of(file);
        boolean isFine = true;
        int number = 0;
        StringBuilder pending = new StringBuilder();
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            pending.append(line);
            if (isContinued(pending.toString())) {
                pending.append('\n');
                continue;
            }
            Properties one = new Properties();
            try {
                one.load(new StringReader(pending.toString()));
            } catch (IllegalArgumentException e) {
                return wrong(file, "it has an invalid escape at line %d".formatted(number), out);
            }
            pending.setLength(0);
            for (String key : one.stringPropertyNames()) {
                if (!names.isEmpty() && !names.contains(key)) {
                    isFine = false;
                    out.accept(unknown(file, number, key, names));
                }
            }
        }
        return isFine;
    }

    /**
     * Whether a setting continues on the next line: its line ends with an odd number of
     * backslashes.
     */
    private static boolean isContinued(String line) {
        String start = line.stripLeading();
        int count = 0;
        while (count < line.length() && line.charAt(line.length() - 1 - count) == '\\') {
            count++;
        }
        return count % 2 == 1 && !start.startsWith("#") && !start.startsWith("!");
    }

    private static DoctorFinding unknown(Path file, int line, String key, Set<String> names) {
        return DoctorFinding.warning(
                PART,
                "line %d sets something that does not exist%s"
                        .formatted(line, Suggestion.clause(key, names)),
                file.toString(),
                "correct the name, or remove the line");
    }
}
