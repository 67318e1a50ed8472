package org.vexhost.sandbox.run;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells a job to stop. The job looks here now and then: whoever waits for it watches the clock, so
 * looking costs one read.
 */
public final class JobControl {

    private final AtomicReference<@Nullable StopReason> stop = new AtomicReference<>();

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
    }
}
