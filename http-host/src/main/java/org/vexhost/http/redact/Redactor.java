package org.vexhost.http.redact;

import java.util.Arrays;
import java.util.List;

/**
 * Masks secrets in a text that comes in pieces. Holds back only what may be the beginning of a
 * secret. For one thread.
 */
public final class Redactor {

    private static final byte MASK = '*';

    private final List<View> views;
    private byte[] held = new byte[64];
    private int length;

    /** Where in the text the first byte that is held stands. */
    private long start;

    private boolean ended;

    Redactor(PatternSet patterns) {
        this.views = Views.of(patterns);
    }

    /** The most heap that a text takes, apart from the automaton; in bytes. */
    static long maxBytes(PatternSet patterns) {
        // Where units began, by view; what is held back, doubled as it grew; parts of the body.
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

    /** The text is over: what is held is not the beginning of anything. */
    public void end() {
        views.forEach(view -> view.end(this::mask));
        ended = true;
    }

    /** How many bytes are certain by now. */
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
     * Gives bytes that are certain.
     *
     * @param most how many at most
     * @return how many it gave; 0 if none is certain yet
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
