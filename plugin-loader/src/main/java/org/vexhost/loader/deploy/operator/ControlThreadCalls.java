package org.vexhost.loader.deploy.operator;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.vexhost.loader.work.ControlThread;

/**
 * Runs operators' commands on the control thread, each within a time limit. A command that has not
 * started is dropped when its time limit expires. It is also dropped when its client disconnects,
 * which interrupts the thread that waits.
 */
public final class ControlThreadCalls {

    /** The time limit of a command, including the time before it starts. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ControlThread control;
    private final Supplier<CompletableFuture<Void>> pass;
    private final Duration longest;

    /**
     * Creates calls on a control thread.
     *
     * @param control the thread
     * @param pass starts a scan of the tools folder; the future completes when the result is
     *     applied
     */
    public ControlThreadCalls(ControlThread control, Supplier<CompletableFuture<Void>> pass) {
        this(control, pass, LONGEST);
    }

    public ControlThreadCalls(
            ControlThread control, Supplier<CompletableFuture<Void>> pass, Duration longest) {
        this.control = control;
        this.pass = pass;
        this.longest = longest;
    }

    /** Scans the tools folder now, and waits until the result is applied. */
    void pass() throws AdminException, InterruptedException {
        try {
            pass.get().get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the tools folder was not scanned", e.getCause());
        } catch (TimeoutException e) {
            throw new AdminException(
                    "the tools folder does not answer [not within %d s]"
                            .formatted(longest.toSeconds()),
                    e);
        }
    }

    /**
     * Waits for a result, within the time limit of a command; empty if the result does not arrive
     * in time.
     */
    <T> Optional<T> await(CompletableFuture<T> result) throws InterruptedException {
        try {
            return Optional.of(result.get(longest.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    /** Runs a step later, without waiting. */
    void later(Runnable step) {
        control.execute(step);
    }

    /** Runs a step that may reject the command, and waits for its result. */
    <T> T call(Callable<T> step) throws AdminException, InterruptedException {
        try {
            return control.call(step, longest);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AdminException refused) {
                throw refused;
            }
            throw new IllegalStateException("the control thread failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AdminException("the host is too busy for this command: " + e.getMessage(), e);
        } catch (RejectedExecutionException e) {
            throw new AdminException("the host is closing", e);
        }
    }
}
