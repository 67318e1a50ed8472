package org.vexhost.console.page;

/**
 * The common characters at the start and at the end of two texts. If a word differs in some
 * characters, the whole word counts as different, because readers compare words and not letters.
 *
 * @param start the number of common characters at the start
 * @param end the number of common characters at the end, not counting those in {@code start}
 */
record TextDifference(int start, int end) {

    static TextDifference of(String one, String other) {
        int start = commonStart(one, other);
        return new TextDifference(start, commonEnd(one, other, start));
    }

    private static int commonStart(String one, String other) {
        int i = 0;
        while (i < one.length() && i < other.length() && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        if (isInWord(one, i) || isInWord(other, i)) {
            while (i > 0 && isOfWord(one.charAt(i - 1))) {
                i--;
            }
        }
        return i > 0 && Character.isHighSurrogate(one.charAt(i - 1)) ? i - 1 : i;
    }

    private static int commonEnd(String one, String other, int start) {
        int max = Math.min(one.length(), other.length()) - start;
        int i = 0;
        while (i < max
                && one.charAt(one.length() - 1 - i) == other.charAt(other.length() - 1 - i)) {
            i++;
        }
        if (isInWord(one, one.length() - i) || isInWord(other, other.length() - i)) {
            while (i > 0 && isOfWord(one.charAt(one.length() - i))) {
                i--;
            }
        }
        return i > 0 && Character.isLowSurrogate(one.charAt(one.length() - i)) ? i - 1 : i;
    }

    /** Returns whether a position is inside a word. */
    private static boolean isInWord(String text, int position) {
        return position > 0
                && position < text.length()
                && isOfWord(text.charAt(position - 1))
                && isOfWord(text.charAt(position));
    }

    private static boolean isOfWord(char character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
