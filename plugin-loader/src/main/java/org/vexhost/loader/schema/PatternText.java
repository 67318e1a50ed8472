package org.vexhost.loader.schema;

/**
 * A cursor over the text of a regular expression. It also creates the errors of the translation.
 */
final class PatternText {

    private final String source;
    private int at;

    PatternText(String source) {
        this.source = source;
    }

    boolean isAtEnd() {
        return at >= source.length();
    }

    /** Whether {@code text} is next. */
    boolean isNext(String text) {
        return source.startsWith(text, at);
    }

    /** Reads {@code text} if it is next; returns whether it was. */
    boolean take(String text) {
        boolean next = isNext(text);
        if (next) {
            at += text.length();
        }
        return next;
    }

    char next() throws UnsupportedPatternException {
        if (isAtEnd()) {
            throw broken("ends too early");
        }
        return source.charAt(at++);
    }

    int nextPoint() throws UnsupportedPatternException {
        if (isAtEnd()) {
            throw broken("ends too early");
        }
        int point = source.codePointAt(at);
        at += Character.charCount(point);
        return point;
    }

    /** Moves back by one character. */
    void back() {
        at--;
    }

    /**
     * Returns the text before the next {@code end} without consuming it; empty if there is no
     * {@code end} left.
     */
    String upTo(char end) {
        int found = source.indexOf(end, at);
        return found < 0 ? "" : source.substring(at, found);
    }

    void skip(int characters) {
        at += characters;
    }

    UnsupportedPatternException broken(String fact) {
        return new UnsupportedPatternException(source, fact);
    }

    UnsupportedPatternException nonLinear(String what) {
        return new UnsupportedPatternException(
                source, "uses " + what + ", which has no linear-time form");
    }
}
