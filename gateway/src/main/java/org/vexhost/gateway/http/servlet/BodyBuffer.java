package org.vexhost.gateway.http.servlet;

import java.util.Arrays;

/**
 * A buffer for a request body. Its size is limited, and its memory counts towards a budget. A
 * complete body counts {@value #USES} times its size: once for the body, once for the copy that
 * reading it makes, and twice for its characters, which take two bytes each. Not thread-safe.
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
        /** Other bodies use all the memory for bodies. */
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
            // While the content is copied, the old and the new array both exist.
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
     * Takes a whole body without a copy. The body has arrived in one piece and does not exceed the
     * limit.
     *
     * @return whether the budget had enough memory
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
     * Counts the body as complete, including the memory that is needed to read it.
     *
     * @return whether the budget had enough memory
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
