package org.vexhost.wasi.session;

/** The clocks of one call. All times are nanoseconds. For one thread. */
public interface Clock {

    /** {@code clockid}: time since 1970. */
    int REALTIME = 0;

    /** {@code clockid}: time that never goes back. */
    int MONOTONIC = 1;

    /** {@code clockid}: time that the process computed. */
    int PROCESS_CPU = 2;

    /** {@code clockid}: time that the thread computed. */
    int THREAD_CPU = 3;

    /** Time since 1970. */
    long realtime();

    /** Time since some moment of this call. */
    long monotonic();

    /** Time that this call computed, since it first asked. */
    long cpu();

    /**
     * Lets time pass without anything else to wait for.
     *
     * @throws InterruptedException if the call is to end before
     */
    void sleep(long nanos, WasiSession session) throws InterruptedException;
}
