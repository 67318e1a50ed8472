package org.vexhost.sandbox.compile;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fuel of one guest: a budget, handed out in slices of about a millisecond each. Slices do not
 * change what is counted. Used by one thread at a time; {@link #consumed()} is exact when the guest
 * is in a host call or has ended.
 */
public final class FuelGauge {

    /** Short at first: a cold interpreter takes a microsecond and more for each unit. */
    private static final long FIRST_SLICE = 2_000;

    private static final long MIN_SLICE = 200;
    private static final long MAX_SLICE = 10_000_000;
    private static final long SHORT_NANOS = 500_000;
    private static final long LONG_NANOS = 2_000_000;

    private final long budget;
    private final SliceCheck check;
    private long granted;
    private long slice = FIRST_SLICE;
    private long sliceStart;
    private boolean exhausted;

    /** What was used up when a slice last ran out: the least that is known of a running guest. */
    private long consumedAtRefill;

    private @Nullable FlatMemory memory;

    /**
     * Makes a full gauge.
     *
     * @param budget units of fuel that may be used, 0 or more; {@link Long#MAX_VALUE} counts only
     * @param check called between slices
     */
    public FuelGauge(long budget, SliceCheck check) {
        if (budget < 0) {
            throw new IllegalArgumentException("budget of fuel is negative: " + budget);
        }
        this.budget = budget;
        this.check = Objects.requireNonNull(check, "check");
    }

    /** Returns the units of fuel that may be used in all. */
    public long budget() {
        return budget;
    }

    /** Returns the units of fuel used so far; all of the budget, once it was overdrawn. */
    public long consumed() {
        FlatMemory counter = memory;
        if (exhausted) {
            return budget;
        }
        return counter == null
                ? 0
                : Math.min(budget, Math.max(consumedAtRefill, granted - counter.fuel));
    }

    /** Returns the units of fuel that are left. */
    public long remaining() {
        return budget - consumed();
    }

    /** Returns whether the guest was ended for want of fuel. */
    public boolean isExhausted() {
        return exhausted;
    }

    /** Connects this gauge with the memory that holds the counter, and fills the first slice. */
    void attach(FlatMemory counter) {
        if (memory != null) {
            throw new IllegalStateException("gauge is attached already");
        }
        memory = counter;
        granted = Math.min(budget, slice);
        counter.fuel = (int) granted;
        sliceStart = System.nanoTime();
    }

    /**
     * Hands out the next slice. The written counter and the caller's move together, so that what
     * was counted up to the last write stays what it is, wherever slices end.
     *
     * @param left the caller's counter, used up
     * @return the caller's counter with the next slice in it
     */
    long refill(FlatMemory counter, long left) {
        consumedAtRefill = granted - left;
        check.check();
        if (granted - left >= budget) {
            exhausted = true;
            throw new FuelExhaustedException(budget);
        }
        long now = System.nanoTime();
        long elapsed = now - sliceStart;
        sliceStart = now;
        if (elapsed < SHORT_NANOS) {
            slice = Math.min(MAX_SLICE, slice * 2);
        } else if (elapsed > LONG_NANOS) {
            slice = Math.max(MIN_SLICE, slice / 2);
        }
        long more = Math.min(budget - granted, slice - left);
        granted += more;
        counter.fuel += (int) more;
        return left + more;
    }

    /** Looks at deadlines outside of the counting. */
    void check() {
        check.check();
    }
}
