package org.vexhost.api;

/**
 * The right of a call to run. A call that waits for something outside the host gives it back
 * meanwhile, so that other calls run; it keeps its memory and its thread. Thread-safe.
 *
 * @since 1.0
 */
public interface CallPermit {

    /** A permit that is never given back. */
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
     * @return whether it was given back; false if it is not held now, or as many calls are
     *     suspended as may be: then the call keeps what it has, and does not resume
     */
    boolean suspend();

    /**
     * Takes a permit again, after those of the same tool that came back earlier and before its
     * calls that have not begun.
     *
     * @param deadline when to stop waiting for one
     * @return whether the call has its permit; false if the deadline came first or the call is
     *     over, and then it must end
     * @throws InterruptedException if the thread was interrupted; the call must end
     */
    boolean resume(Deadline deadline) throws InterruptedException;
}
