package org.vexhost.http.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A set of values to mask in a response. All forms of the values that {@code docs/egress.md} lists
 * are masked. Each masked byte becomes {@code *}, so lengths do not change. Immutable; never
 * discloses the values.
 */
public final class Redaction {

    /** A redaction without values. */
    public static final Redaction NONE = new Redaction(List.of());

    private final boolean isNone;
    private final PatternSet patterns;

    private Redaction(List<byte[]> forms) {
        this.isNone = forms.isEmpty();
        this.patterns = PatternSet.of(forms);
    }

    /**
     * Creates a redaction that masks the given values.
     *
     * @param values the values, with 3 bytes or more each
     */
    public static Redaction of(Collection<byte[]> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        List<byte[]> forms = new ArrayList<>();
        for (byte[] value : values) {
            forms.addAll(Forms.of(value));
        }
        return new Redaction(forms);
    }

    /** Returns whether there are no values to mask. */
    public boolean isNone() {
        return isNone;
    }

    /** Returns the maximum heap for searching one text, including the automaton, in bytes. */
    public long sizeBytes() {
        return isNone ? 0 : patterns.sizeBytes() + Redactor.maxBytes(patterns);
    }

    /** Starts to redact a text that arrives in pieces. */
    public Redactor begin() {
        return new Redactor(patterns);
    }

    /** Redacts a whole text. Its length does not change. */
    public byte[] redact(byte[] text) {
        if (isNone) {
            return text;
        }
        Redactor redactor = begin();
        redactor.take(text, text.length);
        redactor.end();
        byte[] clean = new byte[text.length];
        int ignored = redactor.give(clean, 0, clean.length);
        return clean;
    }

    /** Redacts a whole text. */
    public String redact(String text) {
        return isNone
                ? text
                : new String(redact(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** Describes the redaction without its values. */
    @Override
    public String toString() {
        return isNone ? "Redaction[nothing]" : "Redaction[secrets]";
    }
}
