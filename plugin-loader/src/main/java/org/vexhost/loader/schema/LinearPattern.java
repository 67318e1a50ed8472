package org.vexhost.loader.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.vexhost.api.MessageText;

/**
 * A compiled ECMA-262 regular expression that matches without backtracking, in time proportional to
 * the text. Thread-safe.
 */
final class LinearPattern {

    /** The maximum length of a pattern, in characters: 4,096. */
    static final int MAX_LENGTH = 4_096;

    /** The maximum size of a compiled pattern, in instructions: 10,000. */
    static final int MAX_INSTRUCTIONS = 10_000;

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static LinearPattern compile(String ecma) throws UnsupportedPatternException {
        if (ecma.length() > MAX_LENGTH) {
            throw new UnsupportedPatternException(
                    ecma,
                    "exceeds maxPatternLength of %d characters [%d]"
                            .formatted(MAX_LENGTH, ecma.length()));
        }
        String translated = EcmaPattern.translate(ecma);
        try {
            return new LinearPattern(Pattern.compile(translated));
        } catch (PatternSyntaxException e) {
            String problem = MessageText.escape(e.getDescription(), 80);
            throw new UnsupportedPatternException(ecma, "is broken [" + problem + "]");
        }
    }

    /**
     * Returns the number of instructions. The time for one character is at most proportional to it.
     */
    int instructions() {
        return pattern.programSize();
    }

    /** Whether the pattern matches anywhere in a text. */
    boolean isFoundIn(CharSequence text) {
        return pattern.matcher(text).find();
    }
}
