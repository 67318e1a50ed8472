package org.vexhost.distribution.cli.support;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Removes secrets from a text: those that are known, and what looks like one. This is the second
 * line of defence: what may hold secrets is not put into an archive in the first place.
 */
final class TextRedaction {

    /** Replaces what is removed. */
    static final String LEFT_OUT = "<left out>";

    private static final List<Pattern> PATTERNS =
            List.of(
                    // A caller's token, and a signed one.
                    Pattern.compile("()vex_[A-Za-z0-9_-]{16,}"),
                    Pattern.compile(
                            "()eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?"),
                    // User and password of an address, to the last @ of the word.
                    Pattern.compile("(//)[^\\s'\"<>]+(?=@)"),
                    Pattern.compile("(?i)((?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{6,}"),
                    Pattern.compile(
                            "(?i)((?:passw(?:or)?d|passphrase|secret|token|api[-_]?key|credential)s?[\"']?"
                                    + "\\s*[=:]\\s*[\"']?)[^\\s\"',;}<]{3,}"),
                    Pattern.compile(
                            "()-----BEGIN [A-Z ]{1,40}-----.*?(?:-----END [A-Z ]{1,40}-----|$)",
                            Pattern.DOTALL),
                    // Long and of all kinds of characters: made by a generator. Digests are in
                    // lower case, and names of classes have dots.
                    Pattern.compile(
                            "()(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[a-z])"
                                    + "(?=[A-Za-z0-9_-]*[0-9])[A-Za-z0-9_-]{40,}"));

    private final List<String> known;

    /**
     * Removes known secrets.
     *
     * @param known the longest first, since a secret may be a part of another one
     */
    TextRedaction(List<String> known) {
        this.known = List.copyOf(known);
    }

    /** Returns a text without secrets. */
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
