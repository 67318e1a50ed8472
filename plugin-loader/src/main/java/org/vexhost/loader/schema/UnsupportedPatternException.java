package org.vexhost.loader.schema;

import org.vexhost.api.MessageText;

/**
 * Thrown if a regular expression is invalid or cannot be matched in linear time. The message is
 * printable.
 */
final class UnsupportedPatternException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String fact;

    UnsupportedPatternException(String pattern, String problem) {
        this("pattern %s %s".formatted(MessageText.quote(pattern), problem));
    }

    private UnsupportedPatternException(String fact) {
        super(fact);
        this.fact = fact;
    }

    /** Returns the message. */
    String fact() {
        return fact;
    }
}
