package org.vexhost.http.redact;

import java.util.Arrays;
import java.util.List;

/**
 * Masks secrets in a text that arrives in pieces. Only bytes that may be part of a secret that has
 * not arrived completely are held back. Used by one thread.
 */
public final class Redactor {

    private static final byte MASK = '*';

    private final List<View> views;
    private byte[] held = new byte[64];
    private int length;

    /** The position in the text of the first byte that is held back. */
    private long start;

    private boolean ended;

    Redactor(PatternSet patterns) {
        this.views = Views.of(patterns);
    }

    /** Returns the maximum heap for redacting one text, without the automaton, in bytes. */
    static long maxBytes(PatternSet patterns) {
        // The heap is for three things: the start positions of units, for each view; the bytes that
        // are held back, twice, since their array is copied when it grows; and the parts of the
        // body.
        long unit = Views.COUNT * Long.BYTES + 2 * View.MAX_ESCAPE;
        return unit * patterns.longest() + (32 << 10);
    }

    /** Adds the next bytes of the text. */
    public void take(byte[] bytes, int count) {
        if (held.length - length < count) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, length + count));
        }
        System.arraycopy(bytes, 0, held, length, count);
        long at = start + length;
        length += count;
        for (View view : views) {
            for (int i = 0; i < count; i++) {
                view.accept(bytes[i], at + i, this::mask);
            }
        }
    }

    private void mask(long from, long to) {
        Arrays.fill(held, (int) (from - start), (int) (to - start), MASK);
    }

    /** Ends the text. All bytes that are held back can then be released. */
    public void end() {
        views.forEach(view -> view.end(this::mask));
        ended = true;
    }

    /**
     * Returns the number of bytes that can be released. No secret can begin in them and end in the
     * rest of the text.
     */
    public int ready() {
        long end = start + length;
        if (ended) {
            return length;
        }
        long certain = end;
        for (View view : views) {
            certain = Math.min(certain, view.open(end));
        }
        return (int) (certain - start);
    }

    /**
     * Releases the next bytes.
     *
     * @param target receives the bytes
     * @param offset the index in the target of the first byte
     * @param most the maximum number of bytes
     * @return the number of bytes; 0 if no bytes can be released yet
     */
    public int give(byte[] target, int offset, int most) {
        int count = Math.min(ready(), most);
        System.arraycopy(held, 0, target, offset, count);
        System.arraycopy(held, count, held, 0, length - count);
        length -= count;
        start += count;
        return count;
    }
}
