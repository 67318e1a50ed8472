package org.vexhost.distribution.cli.terminal;

/**
 * Escapes untrusted text that is shown on a terminal. Characters that control a terminal or change
 * the order of text become a {@code \}{@code u} escape. Joiners and soft hyphens are kept, because
 * writing systems and emoji need them.
 */
public final class TerminalEscapes {

    private TerminalEscapes() {}

    /** Escapes a text that must stay on one line. All line breaks are escaped too. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            if (isHarmful(c)) {
                                safe.append(escape(c));
                            } else {
                                safe.appendCodePoint(c);
                            }
                        });
        return safe.toString();
    }

    /**
     * Whether a character is a control character, changes the direction of text, breaks a line, or
     * is an invisible tag.
     */
    static boolean isHarmful(int c) {
        return c < 0x20
                || (c >= 0x7f && c <= 0x9f)
                || c == 0x61c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x206f)
                || c == 0xfeff
                || (c >= 0xfff9 && c <= 0xfffb)
                || (c >= 0xd800 && c <= 0xdfff)
                || (c >= 0xe0000 && c <= 0xe007f);
    }

    /** Escapes a character in the format of JSON. This format is also used outside JSON. */
    public static String escape(int c) {
        StringBuilder escaped = new StringBuilder();
        for (char unit : Character.toChars(c)) {
            escaped.append("\\u%04x".formatted((int) unit));
        }
        return escaped.toString();
    }
}
