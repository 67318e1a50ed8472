package org.vexhost.loader.shell.command;

import org.vexhost.api.MessageText;

/** The last filter before an operator's terminal. All output of commands passes through it. */
public final class SafeText {

    private SafeText() {}

    /**
     * Replaces characters that could move the cursor or reorder text with <code>&#92;uXXXX</code>.
     * Line feeds, tabs and backslashes are not replaced, so text that is already safe does not
     * change, and JSON keeps its meaning.
     */
    public static String of(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = Character.charCount(point);
            if (!isSafe(point)) {
                if (safe == null) {
                    safe = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                safe.append(MessageText.escape(Character.toString(point), 2));
            } else if (safe != null) {
                safe.appendCodePoint(point);
            }
            i += length;
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean isSafe(int point) {
        if (point < 0x7F) {
            return point >= ' ' || point == '\n' || point == '\t';
        }
        return MessageText.isPrintable(Character.toString(point));
    }
}
