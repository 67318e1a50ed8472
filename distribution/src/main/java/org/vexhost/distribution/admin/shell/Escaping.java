package org.vexhost.distribution.admin.shell;

/** Writes a word so that the shell reads it as it is. */
final class Escaping {

    private static final String PLAIN = "._-/:@,+";

    private Escaping() {}

    /** In single quotes where that is needed. */
    static String word(String text) {
        return !text.isEmpty() && text.chars().allMatch(Escaping::isPlain)
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * For completion. A word that began with a double quote goes on without: Gogo knows no way to
     * write all characters in double quotes.
     *
     * @param quote that the word began with; 0 for none
     * @param complete whether the word ends here, or may go on
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
