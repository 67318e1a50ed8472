package org.vexhost.wasi.session;

/** The clocks of one call. All times are nanoseconds. For use by one thread. */
public interface Clock {

    /** {@code clockid}: the time since 1970. */
    int REALTIME = 0;

    /** {@code clockid}: a time that never goes back. */
    int MONOTONIC = 1;

    /** {@code clockid}: the processor time of the process. */
    int PROCESS_CPU = 2;

    /** {@code clockid}: the processor time of the thread. */
    int THREAD_CPU = 3;

    /** Returns the time since 1970. */
    long realtime();

    /** Returns the time since an arbitrary but fixed moment of this call. */
    long monotonic();

    /** Returns the processor time that this call has used since the first call of this method. */
    long cpu();

    /**
     * Waits until an amount of time has passed.
     *
     * @throws InterruptedException if the call must end earlier
     */
    void sleep(long nanos, WasiSession session) throws InterruptedException;
}
