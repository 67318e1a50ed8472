package org.vexhost.distribution.admin.shell;

/** Escapes a word so that the shell reads it literally. */
final class Escaping {

    private static final String PLAIN = "._-/:@,+";

    private Escaping() {}

    /** Returns the word, in single quotes if necessary. */
    static String word(String text) {
        return !text.isEmpty() && text.chars().allMatch(Escaping::isPlain)
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * Escapes a word for completion. An opening double quote is dropped, because Gogo cannot
     * express all characters within double quotes.
     *
     * @param quote the quote at the beginning of the word; 0 for none
     * @param complete whether the word is complete; a closing quote then follows
     */
    static String of(String text, char quote, boolean complete) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        if (quote == '\'') {
            escaped.append(quote).append(text.replace("'", "'\\''"));
            return complete ? escaped.append(quote).toString() : escaped.toString();
        }
        text.codePoints()
                .forEach(
                        point -> {
                            if (!isPlain(point)) {
                                escaped.append('\\');
                            }
                            escaped.appendCodePoint(point);
                        });
        return escaped.toString();
    }

    private static boolean isPlain(int point) {
        return Character.isLetterOrDigit(point) || PLAIN.indexOf(point) >= 0;
    }
}
