package org.vexhost.sandbox.spi;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grants;

/**
 * The call that host functions serve. It gives them access to the call's settings, streams and
 * budgets.
 *
 * @since 1.0
 */
public interface CallContext {

    /** Returns the name of the tool. */
    String tool();

    /** Returns the id of the call. */
    String callId();

    /**
     * Returns the operator's current grants. Call this method again in each host function, since a
     * revocation takes effect at the next host function.
     */
    Grants grants();

    /** Returns the deadline of the call. Host functions must not wait beyond it. */
    Deadline deadline();

    /** Returns whether the call has a fixed clock and a fixed seed. */
    boolean isDeterministic();

    /**
     * Returns the host's variables that grants can make visible. The host's own secrets are not
     * included.
     */
    Map<String, String> environment();

    /**
     * Returns the placeholder of a secret in this call. It is random, stays the same during the
     * call, and is useless in any other call. Host functions that send secrets replace the
     * placeholder by the secret if the grants allow it.
     *
     * @param secret the name of a secret; the caller must check that it is granted
     * @return {@code vexsecret_} and 32 hexadecimal digits in lower case
     */
    String placeholder(String secret);

    /** Returns the arguments of a command, the program's name first; never empty. */
    List<String> arguments();

    /** Returns the guest's standard input. */
    InputStream stdin();

    /** Returns the destination of the guest's standard output. */
    GuestOutput stdout();

    /** Returns the destination of the guest's standard error. */
    GuestOutput stderr();

    /** Logs a message of the guest that has its own level ({@code vex.log}). */
    void log(LogLevel level, String message);

    /**
     * Charges host fuel for work that the guest's own fuel does not cover. Call it before the work,
     * or between parts of it. A unit represents at most about a microsecond.
     *
     * @param units 0 or more
     * @throws RuntimeException if the call's budget is used up; the exception ends the call, and
     *     host functions must not catch it
     */
    void useFuel(long units);

    /**
     * Counts heap that a host function retains for the call after it returns. The heap counts as
     * memory of the call: together with the guest's memory, it must not exceed {@code
     * maxMemoryBytes}. Any thread may call it.
     *
     * @param bytes 0 or more
     * @return whether the heap fits within the limit; if it does not, nothing is counted
     */
    boolean hold(long bytes);

    /**
     * Stops counting heap that {@link #hold} counted. Any thread may call it, even after the call
     * has ended.
     *
     * @param bytes 0 or more, and at most the amount that is still counted
     */
    void giveBack(long bytes);

    /**
     * Waits for something outside the host. During the wait, the call gives its permit back so that
     * other calls can run. It keeps the permit if the maximum number of calls is already suspended.
     * A wait inside another wait does not give the permit back again. Do all computing before or
     * after the wait.
     *
     * @param wait the wait; it must end when its thread is interrupted, and must not access the
     *     guest's memory
     * @throws E if the wait throws it
     * @throws InterruptedException if the call must end
     */
    default <T, E extends Exception> T awaitOutside(OutsideWait<T, E> wait)
            throws E, InterruptedException {
        return wait.await();
    }

    /**
     * A wait for something outside the host.
     *
     * @param <T> the type of its result
     * @param <E> the type of its exceptions
     */
    @FunctionalInterface
    interface OutsideWait<T, E extends Exception> {

        /** Waits, on the thread of the call. */
        T await() throws E, InterruptedException;
    }

    /**
     * Reports that a request was denied because a grant is missing. This method is cheap, and may
     * be called often.
     */
    void denied(Denial denial);

    /** The severity of a guest's log line. */
    enum LogLevel {
        /** For debugging the tool. */
        DEBUG,
        /** Information about normal operation. */
        INFO,
        /** An operator should look. */
        WARN,
        /** An operation failed. */
        ERROR
    }
}
