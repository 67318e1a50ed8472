package org.vexhost.sandbox.run;

/**
 * A task for a thread with a deep stack.
 *
 * @param <T> the type of its result
 */
public interface Job<T> {

    /**
     * Runs the task. If the caller still waits, an exception reaches it as the cause of a {@link
     * JobFailedException}.
     *
     * @param control must be checked while the job runs
     * @throws Exception any exception
     */
    T run(JobControl control) throws Exception;

    /** Runs work for which no caller waits, on the same thread. Must not throw. */
    default void afterwards() {}

    /**
     * Called when the job did not stop when told to, and its caller no longer waits. Runs on the
     * caller's thread.
     */
    default void stuck() {}

    /** Called when a {@link #stuck} job has ended after all. */
    default void freed() {}
}
