package org.vexhost.loader.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the wait for a future, using an existing timer. A {@link CompletableFuture} has timeout
 * methods as well, but they start a thread when first used. This may fail if the system cannot
 * create more threads.
 */
public final class TimeLimit {

    private TimeLimit() {}

    /**
     * Completes a future if it is not completed in time. If the timer has stopped, completes the
     * future immediately.
     *
     * @param future the future
     * @param value the value with which the future is then completed
     * @param patience the time limit
     * @param clock the timer; its thread may also run actions that depend on the future
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
