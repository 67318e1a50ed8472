package org.vexhost.sandbox.spi;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grants;

/**
 * What host functions may know about the call they serve.
 *
 * @since 1.0
 */
public interface CallContext {

    /** The name of the tool. */
    String tool();

    /** The id of the call. */
    String callId();

    /**
     * What the operator grants at this moment. Ask anew in each host function: a revocation takes
     * effect at the next one.
     */
    Grants grants();

    /** When the call ends at the latest. Host functions that wait do not wait beyond. */
    Deadline deadline();

    /** Whether the call has a fixed clock and a fixed seed. */
    boolean isDeterministic();

    /**
     * The variables that exist on the host's side, from which grants choose. Without the host's own
     * secrets.
     */
    Map<String, String> environment();

    /**
     * The placeholder of a secret in this call: random, the same for the whole call, and of no use
     * in another. Modules that use secrets replace it where that is granted.
     *
     * @param secret a name; whether it is granted is for the caller to check
     * @return {@code vexsecret_} and 32 hexadecimal digits in lower case
     */
    String placeholder(String secret);

    /** The arguments of a command, the program's name first; never empty. */
    List<String> arguments();

    /** What the guest reads as standard input. */
    InputStream stdin();

    /** Where the guest's standard output goes. */
    GuestOutput stdout();

    /** Where the guest's standard error goes. */
    GuestOutput stderr();

    /** Where log lines of the guest go that have a level of their own ({@code vex.log}). */
    void log(LogLevel level, String message);

    /**
     * Takes host fuel for work that the guest's own fuel does not pay for. Call it before the work,
     * or between its parts. A unit stands for at most about a microsecond.
     *
     * @param units 0 or more
     * @throws RuntimeException of the sandbox's own, to be let through, when nothing is left of the
     *     call's budget: the call ends
     */
    void useFuel(long units);

    /**
     * Counts heap that a host function is about to keep for the call, beyond its return, as memory
     * of the call: with the guest's own it stays within {@code maxMemoryBytes}. From any thread.
     *
     * @param bytes 0 or more
     * @return whether it fits; if not, nothing is counted
     */
    boolean hold(long bytes);

    /**
     * Counts what {@link #hold} counted no longer. From any thread, also when the call has ended.
     *
     * @param bytes 0 or more, no more than are held
     */
    void giveBack(long bytes);

    /**
     * Waits for something outside the host. Meanwhile the call gives its permit back, so that
     * others can run, unless the maximum of calls is suspended already; a wait inside a wait gives
     * nothing back. Do all computing before or after the wait.
     *
     * @param wait ends when its thread is interrupted, and does not touch the guest's memory
     * @throws E what the wait throws
     * @throws InterruptedException if the call is to end
     */
    default <T, E extends Exception> T awaitOutside(OutsideWait<T, E> wait)
            throws E, InterruptedException {
        return wait.await();
    }

    /**
     * A wait for something outside the host.
     *
     * @param <T> what comes of it
     * @param <E> what it throws
     */
    @FunctionalInterface
    interface OutsideWait<T, E extends Exception> {

        /** Waits, on the thread of the call. */
        T await() throws E, InterruptedException;
    }

    /** Reports that something was denied for lack of a grant. Cheap; may be called often. */
    void denied(Denial denial);

    /** Severity of a guest's log line. */
    enum LogLevel {
        /** For debugging the tool. */
        DEBUG,
        /** Worth reading. */
        INFO,
        /** Should be looked at. */
        WARN,
        /** Something failed. */
        ERROR
    }
}
