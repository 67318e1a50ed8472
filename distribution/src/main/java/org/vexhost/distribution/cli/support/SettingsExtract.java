package org.vexhost.distribution.cli.support;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.vexhost.distribution.cli.doctor.KnownSettings;

/**
 * Extracts the settings from a file, without values that may be secret. The name of a setting is
 * shown if the distribution has such a setting. Its value is shown if the name does not suggest a
 * secret, and the value is a plain number, word, path or address. The number of other settings is
 * shown.
 */
final class SettingsExtract {

    private static final int MAX_BYTES = 1 << 20;

    /** A value that may be shown. It has no at sign, which may follow a password, and no query. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ,._:/\\[\\]*-]{0,300}");

    private final KnownSettings known;

    SettingsExtract(KnownSettings known) {
        this.known = known;
    }

    /** Returns a line for each known setting, sorted by name, and the number of other settings. */
    String of(Path file) throws IOException {
        Properties properties = new Properties();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("exceeds the maximum of %d bytes".formatted(MAX_BYTES));
            }
            properties.load(
                    new StringReader(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            // The exception's message may quote the file.
            return "# cannot be read [%s]\n".formatted(e.getClass().getSimpleName());
        }
        Set<String> names = known.of(file);
        StringBuilder text = new StringBuilder();
        int others = 0;
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (names.contains(name)) {
                text.append(name)
                        .append(" = ")
                        .append(shown(name, properties.getProperty(name).strip()))
                        .append('\n');
            } else {
                others++;
            }
        }
        if (others > 0) {
            text.append(
                    "# and %d that Vexhost does not have %s\n"
                            .formatted(others, TextRedaction.LEFT_OUT));
        }
        return text.toString();
    }

    private static String shown(String name, String value) {
        boolean isPlain = !KnownSecrets.isSecret(name) && PLAIN.matcher(value).matches();
        return isPlain ? value : TextRedaction.LEFT_OUT;
    }
}
