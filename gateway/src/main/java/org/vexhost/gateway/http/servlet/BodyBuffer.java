package org.vexhost.gateway.http.servlet;

import java.util.Arrays;

/** A body as it grows, within a limit and a budget. Not thread-safe. */
final class BodyBuffer {

    private static final int FIRST_BYTES = 8 * 1024;

    private final long max;
    private final BodyBudget budget;
    private byte[] bytes = new byte[0];
    private int length;
    private long taken;

    /** What came of adding. */
    enum Added {
        /** It is in. */
        YES,
        /** The body is larger than allowed. */
        TOO_LARGE,
        /** Other bodies hold all the memory for bodies. */
        NO_MEMORY
    }

    BodyBuffer(long max, BodyBudget budget) {
        this.max = max;
        this.budget = budget;
    }

    Added add(byte[] part, int count) {
        if (length + (long) count > max) {
            return Added.TOO_LARGE;
        }
        if (length + count > bytes.length) {
            long size = Math.max(FIRST_BYTES, Math.max(length + (long) count, 2L * bytes.length));
            int next = (int) Math.min(size, Math.max(max, length + count));
            if (!budget.take(next)) {
                return Added.NO_MEMORY;
            }
            bytes = Arrays.copyOf(bytes, next);
            budget.give(taken);
            taken = next;
        }
        System.arraycopy(part, 0, bytes, length, count);
        length += count;
        return Added.YES;
    }

    /**
     * Takes a whole body that has come in one piece, and is not larger than allowed, without a
     * copy.
     *
     * @return whether there was memory for it
     */
    boolean set(byte[] whole) {
        if (!budget.take(whole.length)) {
            return false;
        }
        bytes = whole;
        length = whole.length;
        taken = whole.length;
        return true;
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Gives the memory back to the budget. */
    void release() {
        budget.give(taken);
        taken = 0;
    }
}
