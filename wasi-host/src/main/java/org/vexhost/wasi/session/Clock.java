package org.vexhost.wasi.session;

/** The clocks of one call. All times are nanoseconds. For use by one thread. */
public interface Clock {

    /** {@code clockid}: time since 1970. */
    int REALTIME = 0;

    /** {@code clockid}: time that never goes back. */
    int MONOTONIC = 1;

    /** {@code clockid}: processor time of the process. */
    int PROCESS_CPU = 2;

    /** {@code clockid}: processor time of the thread. */
    int THREAD_CPU = 3;

    /** Returns the time since 1970. */
    long realtime();

    /** Returns the time since some moment of this call. */
    long monotonic();

    /** Returns the processor time of this call since it first asked. */
    long cpu();

    /**
     * Waits for a time, and for nothing else.
     *
     * @throws InterruptedException if the call must end before that
     */
    void sleep(long nanos, WasiSession session) throws InterruptedException;
}
