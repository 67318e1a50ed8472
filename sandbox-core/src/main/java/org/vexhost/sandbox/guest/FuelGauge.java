package org.vexhost.sandbox.guest;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fuel budget of one guest, which is handed out in slices. Slices do not affect how fuel is
 * counted. The guest's instructions and the host's work use the same budget, but are counted
 * separately. The value of {@link #consumed()} is exact only during a host call, or after the guest
 * has ended. Used by one thread at a time, except for {@link #stop()}.
 */
public final class FuelGauge {

    /**
     * The number of units in a slice. Slices are small enough that a cold interpreter, which takes
     * up to a microsecond per unit, checks the stop flag every few milliseconds. They are large
     * enough to make the cost of the check negligible.
     */
    public static final int SLICE = 10_000;

    private final long budget;
    private final StopCheck check;
    private boolean exhausted;

    /** The fuel that the host has used. It has also been subtracted from the guest's counter. */
    private long hostConsumed;

    private volatile boolean stopping;
    private volatile @Nullable FlatMemory memory;

    /**
     * Creates a full gauge.
     *
     * @param budget the available units of fuel, 0 or more; with {@link Long#MAX_VALUE}, fuel is
     *     counted but not limited
     * @param check throws an exception with the reason if the guest has been told to stop
     */
    public FuelGauge(long budget, StopCheck check) {
        if (budget < 0) {
            throw new IllegalArgumentException("budget of fuel is negative: " + budget);
        }
        this.budget = budget;
        this.check = Objects.requireNonNull(check, "check");
    }

    /** Creates a full gauge for a guest that is never told to stop. */
    public FuelGauge(long budget) {
        this(budget, () -> {});
    }

    /** Returns the total budget, in units of fuel. */
    public long budget() {
        return budget;
    }

    /**
     * Returns the units of fuel that the guest has used. If the budget is exhausted, this is the
     * budget minus the host's share.
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

    /** Returns the units of fuel that the host has used for the guest. */
    public long hostConsumed() {
        return hostConsumed;
    }

    /** Returns the remaining units of fuel. */
    public long remaining() {
        return budget - consumed() - hostConsumed;
    }

    private static long left(FlatMemory counter) {
        return Math.max(0, counter.slices) * SLICE + counter.fuel;
    }

    /**
     * Charges fuel for work of the host. Must be called only while the guest's counter is in its
     * memory object: in a host function, or while an instance is being created. The host never uses
     * more than the remaining fuel.
     *
     * @param units 0 or more
     * @throws FuelExhaustedException if the budget is used up
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
        // A counter of 0 or less takes the next slice, if there is one.
        if (fuel <= 0 && counter.slices > slices) {
            fuel += SLICE;
            slices++;
        }
        counter.slices -= slices;
        counter.fuel = (int) fuel;
    }

    /** Returns whether the guest was ended because it used up its fuel. */
    public boolean isExhausted() {
        return exhausted;
    }

    /**
     * Tells the guest to stop. The guest ends with the exception of the {@link StopCheck} when it
     * has used up its slice of fuel, or earlier if its memory grows. Any thread may call this
     * method.
     */
    public void stop() {
        stopping = true;
        FlatMemory counter = memory;
        if (counter != null) {
            counter.stopped = true;
        }
    }

    /**
     * Connects this gauge to the memory object that holds the counter, and fills the first slice.
     */
    void attach(FlatMemory counter) {
        if (memory != null) {
            throw new IllegalStateException("gauge is attached already");
        }
        // The first slice is the remainder of the budget; all others are full.
        counter.slices = budget / SLICE;
        counter.fuel = (int) (budget % SLICE);
        memory = counter;
        // The flag is never cleared. If a thread stops the guest at this moment, either that thread
        // sets the counter's flag, or the next lines do.
        if (stopping) {
            counter.stopped = true;
        }
    }

    /**
     * Hands out slices until the counter is positive.
     *
     * @param left the caller's counter, 0 or less
     * @return the new counter
     */
    public int refill(int left) {
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

    /** Ends a guest that was told to stop, or returns the exception for exhausted fuel. */
    public RuntimeException end() {
        check();
        FlatMemory counter = Objects.requireNonNull(memory, "attached");
        exhausted = true;
        counter.trapped = true;
        counter.slices = 0;
        counter.fuel = 0;
        return new FuelExhaustedException(budget);
    }

    /** Throws an exception if the guest was told to stop. */
    void check() {
        FlatMemory counter = memory;
        if (counter != null && counter.stopped) {
            check.check();
            throw new IllegalStateException("guest was told to stop for no reason");
        }
    }
}
