package org.vexhost.http.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What is kept out of a response: some values, in any of the forms that {@code docs/egress.md}
 * names. Each byte of them becomes {@code *}, so that lengths stay as they are. Immutable, and
 * never shows what it is looking for.
 */
public final class Redaction {

    /** Keeps nothing out. */
    public static final Redaction NONE = new Redaction(List.of());

    private final boolean isNone;
    private final PatternSet patterns;

    private Redaction(List<byte[]> forms) {
        this.isNone = forms.isEmpty();
        this.patterns = PatternSet.of(forms);
    }

    /**
     * Keeps values out.
     *
     * @param values each 3 bytes or more
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

    /** Whether nothing is kept out. */
    public boolean isNone() {
        return isNone;
    }

    /** What looking for it takes, in bytes of heap at most: the automaton and one reading. */
    public long sizeBytes() {
        return isNone ? 0 : patterns.sizeBytes() + Redactor.maxBytes(patterns);
    }

    /** For a text that comes in pieces. */
    public Redactor begin() {
        return new Redactor(patterns);
    }

    /** A whole text; its length stays as it is. */
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

    /** A whole text. */
    public String redact(String text) {
        return isNone
                ? text
                : new String(redact(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    /** Without what is looked for. */
    @Override
    public String toString() {
        return isNone ? "Redaction[nothing]" : "Redaction[secrets]";
    }
}
