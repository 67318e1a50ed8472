package org.vexhost.sandbox.compile;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fuel of one guest: a budget, handed out in slices. Slices do not change what is counted. The
 * guest's instructions and the host's work draw on the same budget and are counted apart. Used by
 * one thread at a time, but for {@link #stop()}; {@link #consumed()} is exact when the guest is in
 * a host call or has ended.
 */
public final class FuelGauge {

    /**
     * Units in a slice: small enough that a cold interpreter, which takes up to a microsecond for
     * each, looks every few milliseconds whether it is to stop; large enough that looking costs
     * nothing.
     */
    static final int SLICE = 10_000;

    private final long budget;
    private final StopCheck check;
    private boolean exhausted;

    /** What the host used; part of what the guest's counter lacks. */
    private long hostConsumed;

    private volatile boolean stopping;
    private volatile @Nullable FlatMemory memory;

    /**
     * Makes a full gauge.
     *
     * @param budget units of fuel that may be used, 0 or more; {@link Long#MAX_VALUE} counts only
     * @param check says why, when the guest is told to stop
     */
    public FuelGauge(long budget, StopCheck check) {
        if (budget < 0) {
            throw new IllegalArgumentException("budget of fuel is negative: " + budget);
        }
        this.budget = budget;
        this.check = Objects.requireNonNull(check, "check");
    }

    /** Makes a full gauge of a guest that nobody stops. */
    public FuelGauge(long budget) {
        this(budget, () -> {});
    }

    /** Returns the units of fuel that may be used in all. */
    public long budget() {
        return budget;
    }

    /**
     * Returns the units of fuel that the guest used so far; all that the host left of the budget,
     * once it was overdrawn.
     */
    public long consumed() {
        FlatMemory counter = memory;
        long host = hostConsumed;
        if (exhausted) {
            return budget - host;
        }
        if (counter == null) {
            return 0;
        }
        return Math.max(0, Math.min(budget, budget - left(counter)) - host);
    }

    /** Returns the units of fuel that the host used so far on the guest's behalf. */
    public long hostConsumed() {
        return hostConsumed;
    }

    /** Returns the units of fuel that are left. */
    public long remaining() {
        return budget - consumed() - hostConsumed;
    }

    private static long left(FlatMemory counter) {
        return Math.max(0, counter.slices) * SLICE + counter.fuel;
    }

    /**
     * Takes fuel for work of the host. The guest's counter has to be in its memory, as it is in
     * host functions and where an instance is made. The host takes no more than is left.
     *
     * @param units 0 or more
     * @throws FuelExhaustedException when nothing is left of the budget
     */
    public void charge(long units) {
        FlatMemory counter = memory;
        if (units <= 0 || counter == null) {
            return;
        }
        long left = left(counter);
        if (units >= left) {
            hostConsumed += Math.max(0, left);
            throw end();
        }
        hostConsumed += units;
        long slices = units / SLICE;
        long fuel = counter.fuel - units % SLICE;
        // A counter of 0 or less asks for the next slice, if there is one.
        if (fuel <= 0 && counter.slices > slices) {
            fuel += SLICE;
            slices++;
        }
        counter.slices -= slices;
        counter.fuel = (int) fuel;
    }

    /** Returns whether the guest was ended for want of fuel. */
    public boolean isExhausted() {
        return exhausted;
    }

    /**
     * Tells the guest to end, from any thread. It does so within a slice of fuel, or when its
     * memory grows, with what the {@link StopCheck} throws.
     */
    public void stop() {
        stopping = true;
        FlatMemory counter = memory;
        if (counter != null) {
            counter.stopped = true;
        }
    }

    /** Connects this gauge with the memory that holds the counter, and fills the first slice. */
    void attach(FlatMemory counter) {
        if (memory != null) {
            throw new IllegalStateException("gauge is attached already");
        }
        // The first slice is what is left over when the others are full.
        counter.slices = budget / SLICE;
        counter.fuel = (int) (budget % SLICE);
        memory = counter;
        // Never cleared: whoever stops the guest at this moment has set it already, or is seen
        // here.
        if (stopping) {
            counter.stopped = true;
        }
    }

    /**
     * Hands out slices until there is fuel again.
     *
     * @param left the caller's counter, used up
     * @return the caller's counter with the next slices in it
     */
    int refill(int left) {
        FlatMemory counter = Objects.requireNonNull(memory, "attached");
        counter.fuel = left;
        while (counter.fuel <= 0) {
            if (counter.stopped || --counter.slices < 0) {
                throw end();
            }
            counter.fuel += SLICE;
        }
        return counter.fuel;
    }

    /** Returns what ends a guest that was told to stop, or has used up its fuel. */
    RuntimeException end() {
        check();
        FlatMemory counter = Objects.requireNonNull(memory, "attached");
        exhausted = true;
        counter.trapped = true;
        counter.slices = 0;
        counter.fuel = 0;
        return new FuelExhaustedException(budget);
    }

    /** Ends the guest if it was told to stop. */
    void check() {
        FlatMemory counter = memory;
        if (counter != null && counter.stopped) {
            check.check();
            throw new IllegalStateException("guest was told to stop for no reason");
        }
    }
}
