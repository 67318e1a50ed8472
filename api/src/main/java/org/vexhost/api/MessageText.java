package org.vexhost.api;

/**
 * Makes text from guests and callers safe to put into messages, logs and terminals.
 *
 * @since 1.0
 */
public final class MessageText {

    /** The maximum length of a quoted text: 128 characters. */
    public static final int MAX_QUOTED_LENGTH = 128;

    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private MessageText() {}

    /**
     * Puts a text in single quotes. The text is escaped as by {@link #escape}, and truncated to
     * {@link #MAX_QUOTED_LENGTH} characters. A truncated text ends with {@code …}.
     */
    public static String quote(String text) {
        return "'" + escape(text, MAX_QUOTED_LENGTH) + "'";
    }

    /**
     * Replaces every character that could move a terminal's cursor, break a log line or reorder
     * text by <code>&#92;uXXXX</code>: control characters (U+0000 to U+001F, U+007F to U+009F),
     * line and paragraph separators, format characters such as the bidirectional overrides,
     * unpaired surrogates, and private-use and unassigned characters. A backslash is doubled.
     *
     * @param maxLength the maximum number of UTF-16 units of {@code text} that are kept, 1 or more
     */
    public static String escape(String text, int maxLength) {
        int end = Math.min(text.length(), maxLength);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) && end > 1) {
            end--;
        }
        StringBuilder escaped = new StringBuilder(end + 8);
        for (int i = 0; i < end; ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            append(escaped, point);
        }
        if (end < text.length()) {
            escaped.append('…');
        }
        return escaped.toString();
    }

    /**
     * Returns whether {@link #escape} would leave a text unchanged, apart from backslashes. Such a
     * text stays on its line, and is displayed in its own order everywhere.
     */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(MessageText::isPlain);
    }

    /**
     * Replaces the same characters as {@link #escape}, but keeps backslashes and does not truncate
     * the text. This is the last line of defence for text of which parts may already be escaped.
     * Printable text is returned unchanged.
     */
    public static String printable(String text) {
        if (isPrintable(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        point -> {
                            if (point == '\\') {
                                escaped.append('\\');
                            } else {
                                append(escaped, point);
                            }
                        });
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int point) {
        if (point == '\\') {
            escaped.append("\\\\");
        } else if (isPlain(point)) {
            escaped.appendCodePoint(point);
        } else {
            for (char unit : Character.toChars(point)) {
                escaped.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    escaped.append(Character.forDigit((unit >> shift) & 15, 16));
                }
            }
        }
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /**
     * Formats a number of bytes for people and for scripts, for example {@code 16777216 (16 MiB)},
     * {@code 1500 (1.4 KiB)} or {@code 12}.
     */
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return Long.toString(bytes);
        }
        long scale = 1024;
        int unit = 0;
        while (unit < UNITS.length - 1 && bytes / scale >= 1024) {
            scale *= 1024;
            unit++;
        }
        long whole = bytes / scale;
        long tenths = bytes % scale * 10 / scale;
        String amount = tenths == 0 ? Long.toString(whole) : whole + "." + tenths;
        return bytes + " (" + amount + " " + UNITS[unit] + ")";
    }
}
