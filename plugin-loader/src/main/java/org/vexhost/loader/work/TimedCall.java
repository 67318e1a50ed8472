package org.vexhost.loader.work;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a step on another thread and waits for its result, within a time limit. */
final class TimedCall {

    private TimedCall() {}

    /**
     * Runs a step and waits for its result. If the time limit or an interrupt ends the wait early,
     * a step that has not started is dropped.
     *
     * @throws TimeoutException if the step did not end in time; the message says whether it had
     *     started
     * @throws RejectedExecutionException if the executor is closed, or is closed before the step
     *     starts
     */
    static <T> T call(ExecutorService executor, Callable<T> step, Duration longest)
            throws InterruptedException, ExecutionException, TimeoutException {
        AtomicBoolean taken = new AtomicBoolean();
        Future<T> result =
                executor.submit(
                        () -> {
                            if (!taken.compareAndSet(false, true)) {
                                throw new CancellationException("nobody waits for it");
                            }
                            return step.call();
                        });
        boolean answered = false;
        try {
            T value = result.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            answered = true;
            return value;
        } catch (ExecutionException e) {
            answered = true;
            throw e;
        } catch (CancellationException e) {
            throw new RejectedExecutionException("closed before the step began", e);
        } catch (TimeoutException e) {
            boolean dropped = taken.compareAndSet(false, true);
            throw new TimeoutException(
                    dropped
                            ? "it did not start within %d s, and was dropped"
                                    .formatted(longest.toSeconds())
                            : "it started, and has not ended within %d s"
                                    .formatted(longest.toSeconds()));
        } finally {
            if (!answered && taken.compareAndSet(false, true)) {
                result.cancel(false);
            }
        }
    }
}
