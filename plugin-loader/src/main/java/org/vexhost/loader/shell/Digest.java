package org.vexhost.loader.shell;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vexhost.api.MessageText;
import org.vexhost.loader.shell.command.Arguments;

/** Parses the digest of the artifact that an operator reviewed, from a command line. */
final class Digest {

    static final String OPTION = "digest";
    static final String HELP =
            "only if this artifact waits, as vex:grants and\nvex:describe show it: sha256:…";

    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digest() {}

    /** Returns the digest in the option, if the option is given. */
    static Optional<String> option(Arguments line) {
        if (!line.has(OPTION)) {
            return Optional.empty();
        }
        return Optional.of(
                parse(line.option(OPTION).orElseThrow(() -> line.wrong("--digest has no value"))));
    }

    /**
     * Parses a whole digest, with or without {@code sha256:}. A prefix is rejected, because someone
     * who creates two artifacts can choose them so that their digests begin with the same prefix.
     *
     * @throws IllegalArgumentException if the text is not a digest
     */
    static String parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String whole = lower.startsWith("sha256:") ? lower : "sha256:" + lower;
        if (!FORM.matcher(whole).matches()) {
            throw new IllegalArgumentException(
                    "digest is not 'sha256:' and all of 64 hexadecimal digits [%s]"
                            .formatted(MessageText.quote(text)));
        }
        return whole;
    }
}
