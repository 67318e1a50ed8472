package org.vexhost.http.redact;

/**
 * One way to read a text: either byte by byte, or with one kind of escape decoded. The resulting
 * units are searched for the patterns. A view also tracks where each unit began in the text.
 */
abstract class View {

    /** A unit that is in no pattern. */
    static final int OTHER = 256;

    /** The result of {@link #judge} for bytes that are not an escape. */
    static final int NO = -1;

    /** The result of {@link #judge} for bytes that may become an escape. */
    static final int MORE = -2;

    /** The maximum length of an escape, in bytes. */
    static final int MAX_ESCAPE = 6;

    private final PatternSet patterns;
    private final int lead;
    private final byte[] pending = new byte[MAX_ESCAPE];
    private int pendingLength;
    private long pendingStart;
    private final long[] starts;
    private long units;
    private int node;

    /** A callback for the positions of patterns. */
    @FunctionalInterface
    interface Found {
        /** Reports a pattern from {@code start} (inclusive) to {@code end} (exclusive). */
        void at(long start, long end);
    }

    /**
     * Creates a view of a new text.
     *
     * @param patterns the patterns
     * @param lead the byte with which an escape begins; negative if there are no escapes
     */
    View(PatternSet patterns, int lead) {
        this.patterns = patterns;
        this.lead = lead;
        this.starts = new long[Math.max(1, patterns.longest())];
    }

    /**
     * Decodes an escape.
     *
     * @param bytes an array that starts with the bytes read since the lead, including the lead
     * @param length the number of these bytes, 2 to 6
     * @return the unit, {@link #NO} or {@link #MORE}; never {@code MORE} for 6
     */
    abstract int judge(byte[] bytes, int length);

    /** Reads the next byte of the text. */
    final void accept(byte next, long at, Found found) {
        if (pendingLength == 0) {
            if ((next & 0xff) == lead) {
                pending[0] = next;
                pendingLength = 1;
                pendingStart = at;
            } else {
                unit(next & 0xff, at, at + 1, found);
            }
            return;
        }
        pending[pendingLength++] = next;
        int said = judge(pending, pendingLength);
        if (said == NO) {
            giveUp(found);
        } else if (said != MORE) {
            pendingLength = 0;
            unit(said, pendingStart, at + 1, found);
        }
    }

    /** Reads the lead as a plain byte. The bytes after it may begin another escape. */
    private void giveUp(Found found) {
        byte[] bytes = pending.clone();
        int length = pendingLength;
        long start = pendingStart;
        pendingLength = 0;
        unit(bytes[0] & 0xff, start, start + 1, found);
        for (int i = 1; i < length; i++) {
            accept(bytes[i], start + i, found);
        }
    }

    private void unit(int value, long start, long end, Found found) {
        starts[(int) (units % starts.length)] = start;
        units++;
        node = patterns.next(node, value);
        int length = patterns.match(node);
        if (length > 0) {
            found.at(startOf(length), end);
        }
    }

    private long startOf(int lastUnits) {
        return starts[(int) ((units - lastUnits) % starts.length)];
    }

    /** Ends the text. */
    final void end(Found found) {
        while (pendingLength > 0) {
            giveUp(found);
        }
    }

    /**
     * Returns the first position at which a pattern may begin that is not complete yet.
     *
     * @param end the end of the text read up to now
     */
    final long open(long end) {
        int depth = patterns.depth(node);
        if (depth > 0) {
            return startOf(depth);
        }
        return pendingLength > 0 ? pendingStart : end;
    }

    static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
