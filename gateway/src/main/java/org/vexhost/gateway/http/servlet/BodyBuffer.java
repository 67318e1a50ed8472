package org.vexhost.gateway.http.servlet;

import java.util.Arrays;

/**
 * A growing body, within a limit and a budget. A complete body counts {@value #USES} times its
 * size, since reading it makes a copy and characters of two bytes each. Not thread-safe.
 */
final class BodyBuffer {

    private static final int FIRST_BYTES = 8 * 1024;
    private static final int USES = 4;

    private final long max;
    private final BodyBudget budget;
    private byte[] bytes = new byte[0];
    private int length;
    private long taken;

    /** The result of adding bytes. */
    enum Added {
        /** The bytes were added. */
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
            // The old and the new array exist while the content is copied.
            if (!hold(taken + next)) {
                return Added.NO_MEMORY;
            }
            bytes = Arrays.copyOf(bytes, next);
            boolean ignored = hold(next);
        }
        System.arraycopy(part, 0, bytes, length, count);
        length += count;
        return Added.YES;
    }

    /**
     * Takes a whole body that arrived in one piece and does not exceed the limit, without a copy.
     *
     * @return whether there was memory for it
     */
    boolean set(byte[] whole) {
        if (!hold(whole.length)) {
            return false;
        }
        bytes = whole;
        length = whole.length;
        return true;
    }

    /**
     * Counts the body as complete, including the memory for reading it.
     *
     * @return whether there was memory for it
     */
    boolean complete() {
        return hold((long) USES * length);
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private boolean hold(long wanted) {
        boolean may = budget.change(taken, wanted);
        taken = may ? wanted : taken;
        return may;
    }

    /** Returns the memory to the budget. */
    void release() {
        budget.give(taken);
        taken = 0;
    }
}
