package org.vexhost.sandbox.run;

/**
 * A task for a thread with a deep stack.
 *
 * @param <T> the type of its result
 */
public interface Job<T> {

    /**
     * Runs the task. If the task throws an exception while the caller is still waiting, the caller
     * gets a {@link JobFailedException} with that exception.
     *
     * @param control tells the job to stop; the job must check it while it runs
     * @throws Exception any exception
     */
    T run(JobControl control) throws Exception;

    /**
     * Called on the same thread after the job has ended, for work that the caller does not wait
     * for. Must not throw.
     */
    default void afterwards() {}

    /**
     * Called on the caller's thread if the job did not stop when it was told to and the caller no
     * longer waits for it.
     */
    default void stuck() {}

    /** Called when a job has ended for which {@link #stuck} was called. */
    default void freed() {}

    /**
     * Called with the result of a job that ended normally after its caller had stopped waiting for
     * it, so that nobody gets the result.
     */
    default void discarded(T result) {}
}
