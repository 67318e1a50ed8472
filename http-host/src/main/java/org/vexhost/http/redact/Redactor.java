package org.vexhost.http.redact;

import java.util.Arrays;
import java.util.List;

/**
 * Masks secrets in a text that arrives in pieces. Holds back only bytes that may be the beginning
 * of a secret. For one thread.
 */
public final class Redactor {

    private static final byte MASK = '*';

    private final List<View> views;
    private byte[] held = new byte[64];
    private int length;

    /** The position of the first held byte in the text. */
    private long start;

    private boolean ended;

    Redactor(PatternSet patterns) {
        this.views = Views.of(patterns);
    }

    /** Returns the most heap that one text needs, apart from the automaton, in bytes. */
    static long maxBytes(PatternSet patterns) {
        // The start positions of units for each view, the held bytes (twice, as the array grows),
        // and the parts of the body.
        long unit = Views.COUNT * Long.BYTES + 2 * View.MAX_ESCAPE;
        return unit * patterns.longest() + (32 << 10);
    }

    /** Takes the next bytes of the text. */
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

    /** Ends the text: the held bytes are not the beginning of a secret. */
    public void end() {
        views.forEach(view -> view.end(this::mask));
        ended = true;
    }

    /** Returns how many bytes can be released, because no secret can begin in them. */
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
     * Returns certain bytes.
     *
     * @param target receives the bytes
     * @param offset where to start in the target
     * @param most the most bytes to return
     * @return the number of bytes; 0 if none is certain yet
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
