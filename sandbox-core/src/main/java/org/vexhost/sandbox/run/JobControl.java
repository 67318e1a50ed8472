package org.vexhost.sandbox.run;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A flag that tells a job to stop. The job checks the flag from time to time, or registers a
 * listener. The waiting caller watches the clock and sets the flag.
 */
public final class JobControl {

    private final AtomicReference<@Nullable StopReason> stop = new AtomicReference<>();
    private volatile @Nullable Runnable listener;
    private volatile boolean suspended;

    /** Creates a control for a job that has not been told to stop. */
    public JobControl() {}

    /**
     * Throws if the job must stop.
     *
     * @throws JobStoppedException if the job must stop
     */
    public void check() {
        StopReason reason = stop.get();
        if (reason != null) {
            throw new JobStoppedException(reason);
        }
    }

    /** Returns why the job must stop, or null if it may continue. */
    public @Nullable StopReason reason() {
        return stop.get();
    }

    /** Tells the job to stop. Only the first call has an effect on the reason. */
    public void stop(StopReason reason) {
        stop.compareAndSet(null, reason);
        Runnable told = listener;
        if (told != null) {
            told.run();
        }
    }

    /**
     * Sets whether the job is only waiting: either for something outside the host or for its
     * permit. Called on the job's thread.
     */
    public void setSuspended(boolean waits) {
        suspended = waits;
    }

    /** Returns whether the job is only waiting. */
    public boolean isSuspended() {
        return suspended;
    }

    /**
     * Sets the listener for a stop. It is called immediately if the job has already been told to
     * stop.
     *
     * @param told the listener; any thread may call it, possibly more than once; it must not throw
     */
    public void onStop(Runnable told) {
        listener = told;
        if (stop.get() != null) {
            told.run();
        }
    }
}
