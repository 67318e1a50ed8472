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

/** Waits for a step on another thread, within a time limit. */
final class TimedCall {

    private TimedCall() {}

    /**
     * Runs a step soon and waits for what it gives. A step that nobody waits for any more, because
     * the time is up or the thread was interrupted, is dropped if it has not begun.
     *
     * @throws TimeoutException if it was not done in time; its message says whether it had begun
     * @throws RejectedExecutionException if the thread is closed, or was before the step began
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
                            ? "it was not begun within %d s, and was dropped"
                                    .formatted(longest.toSeconds())
                            : "it was begun, and has not ended within %d s"
                                    .formatted(longest.toSeconds()));
        } finally {
            if (!answered && taken.compareAndSet(false, true)) {
                result.cancel(false);
            }
        }
    }
}
