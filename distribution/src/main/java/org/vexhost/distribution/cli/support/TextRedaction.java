package org.vexhost.distribution.cli.support;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes known secrets from a text, and everything that looks like a secret. This is a second
 * protection: content that may be secret is not written to an archive in the first place.
 */
final class TextRedaction {

    /** The text that replaces removed content. */
    static final String LEFT_OUT = "<left out>";

    private static final List<Pattern> PATTERNS =
            List.of(
                    // A caller's token, and a signed token.
                    Pattern.compile("()vex_[A-Za-z0-9_-]{16,}"),
                    Pattern.compile(
                            "()eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?"),
                    // User and password in a URL, up to the last @ of the word.
                    Pattern.compile("(//)[^\\s'\"<>]+(?=@)"),
                    Pattern.compile("(?i)((?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{6,}"),
                    Pattern.compile(
                            "(?i)((?:passw(?:or)?d|passphrase|secret|token|api[-_]?key|credential)s?[\"']?"
                                    + "\\s*[=:]\\s*[\"']?)[^\\s\"',;}<]{3,}"),
                    Pattern.compile(
                            "()-----BEGIN [A-Z ]{1,40}-----.*?(?:-----END [A-Z ]{1,40}-----|$)",
                            Pattern.DOTALL),
                    // A long text with all kinds of characters, probably generated. Digests have
                    // only lower case letters, and class names have dots.
                    Pattern.compile(
                            "()(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[a-z])"
                                    + "(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{40,}"));

    private final List<String> known;

    /**
     * Creates a redaction that removes known secrets.
     *
     * @param known secrets, the longest first, because a secret may be part of another one
     */
    TextRedaction(List<String> known) {
        this.known = List.copyOf(known);
    }

    /** Returns the text without secrets. */
    String of(String text) {
        String left = text;
        for (String secret : known) {
            left = left.replace(secret, LEFT_OUT);
        }
        for (Pattern pattern : PATTERNS) {
            left = pattern.matcher(left).replaceAll("$1" + LEFT_OUT);
        }
        return left;
    }
}
