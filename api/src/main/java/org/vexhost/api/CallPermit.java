package org.vexhost.api;

/**
 * The right of a call to run. A call gives its permit back while it waits for something outside the
 * host, so that other calls can run. Meanwhile, it keeps its memory and its thread. Thread-safe.
 *
 * @since 1.0
 */
public interface CallPermit {

    /** A permit that the call always keeps, since it cannot be given back. */
    CallPermit KEPT =
            new CallPermit() {
                @Override
                public boolean suspend() {
                    return false;
                }

                @Override
                public boolean resume(Deadline deadline) {
                    return true;
                }
            };

    /**
     * Gives the permit back. Until {@link #resume} has returned true, the call may only wait.
     *
     * @return whether the permit was given back; false if the call does not hold it, or if the
     *     maximum number of calls is already suspended. If false, the call must not resume
     */
    boolean suspend();

    /**
     * Waits for a permit and takes it. Calls of the same tool that resume get permits in the order
     * of their requests, and before calls that have not begun.
     *
     * @param deadline the time at which to stop waiting for a permit
     * @return whether the call has its permit; false if the deadline passed first or the call is
     *     already over. If false, the call must end
     * @throws InterruptedException if the thread was interrupted; the call must end
     */
    boolean resume(Deadline deadline) throws InterruptedException;
}
