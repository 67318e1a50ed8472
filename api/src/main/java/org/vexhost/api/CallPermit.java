package org.vexhost.api;

/**
 * The right of a call to run. A call gives its permit back while it waits for something outside the
 * host, so that other calls can run. The call keeps its memory and its thread. Thread-safe.
 *
 * @since 1.0
 */
public interface CallPermit {

    /** A permit that stays with the call: it cannot be given back. */
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
     * Gives the permit back. From now until {@link #resume} has returned true, the call only waits.
     *
     * @return whether the permit was given back; false if the call does not hold it, or if the
     *     maximum number of calls is already suspended. After false the call keeps its permit and
     *     must not resume
     */
    boolean suspend();

    /**
     * Takes a permit again. The calls of a tool that resume get permits in order, and before its
     * calls that have not begun.
     *
     * @param deadline when to stop waiting for one
     * @return whether the call has its permit; false if the deadline passed first or the call is
     *     over, in which case the call must end
     * @throws InterruptedException if the thread was interrupted; the call must end
     */
    boolean resume(Deadline deadline) throws InterruptedException;
}
