package org.vexhost.sandbox.run;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells a job to stop. The job looks here now and then, or has itself told: whoever waits for it
 * watches the clock.
 */
public final class JobControl {

    private final AtomicReference<@Nullable StopReason> stop = new AtomicReference<>();
    private volatile @Nullable Runnable listener;
    private volatile boolean suspended;

    /** Makes a control of a job that may run. */
    public JobControl() {}

    /**
     * Ends the job if it is to stop.
     *
     * @throws JobStoppedException if it is
     */
    public void check() {
        StopReason reason = stop.get();
        if (reason != null) {
            throw new JobStoppedException(reason);
        }
    }

    /** Why the job is to stop, or null. */
    public @Nullable StopReason reason() {
        return stop.get();
    }

    /** Tells the job to stop. The first reason stays. */
    public void stop(StopReason reason) {
        stop.compareAndSet(null, reason);
        Runnable told = listener;
        if (told != null) {
            told.run();
        }
    }

    /** Says whether the job only waits, for something outside or for its place. On its thread. */
    public void setSuspended(boolean waits) {
        suspended = waits;
    }

    /** Whether the job only waits. */
    public boolean isSuspended() {
        return suspended;
    }

    /**
     * Sets what else is to be told, at once if the job was told to stop already.
     *
     * @param told called by any thread, perhaps more than once; does not throw
     */
    public void onStop(Runnable told) {
        listener = told;
        if (stop.get() != null) {
            told.run();
        }
    }
}
