package org.vexhost.loader.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the wait for a future, with an existing timer. The timeouts of {@link CompletableFuture}
 * would start a thread at first use, when the system may have none to give.
 */
public final class TimeLimit {

    private TimeLimit() {}

    /**
     * Completes a future if it is not completed in time, or at once if the timer has stopped.
     *
     * @param future the future
     * @param value the value it is completed with
     * @param patience the time limit
     * @param clock the timer; it may also run actions that depend on the future
     * @return the same future
     */
    public static <T> CompletableFuture<T> set(
            CompletableFuture<T> future,
            @Nullable T value,
            Duration patience,
            ScheduledExecutorService clock) {
        try {
            ScheduledFuture<?> end =
                    clock.schedule(
                            () -> future.complete(value), patience.toNanos(), TimeUnit.NANOSECONDS);
            CompletableFuture<T> ignored =
                    future.whenComplete((result, problem) -> end.cancel(false));
        } catch (RejectedExecutionException e) {
            future.complete(value);
        }
        return future;
    }
}
