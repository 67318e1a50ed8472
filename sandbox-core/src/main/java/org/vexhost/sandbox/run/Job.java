package org.vexhost.sandbox.run;

/**
 * Something to do on a thread with a deep stack.
 *
 * @param <T> what it gives back
 */
public interface Job<T> {

    /**
     * Does it. What it throws reaches whoever waits, as the cause of a {@link JobFailedException},
     * if somebody still does.
     *
     * @param control to be looked at while the job goes on
     * @throws Exception whatever it likes
     */
    T run(JobControl control) throws Exception;

    /** Does what nobody has to wait for, on the same thread. Never throws. */
    default void afterwards() {}

    /** Nobody waits any more, and the job did not stop when told. On the caller's thread. */
    default void stuck() {}

    /** A job that was {@link #stuck} has ended after all. */
    default void freed() {}
}
