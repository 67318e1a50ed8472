package org.vexhost.loader.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits waiting for a future, by a clock that exists already: that of {@link CompletableFuture}
 * makes a thread when it is first used, and there may be none to be had.
 */
public final class TimeLimit {

    private TimeLimit() {}

    /**
     * Completes a future if nothing else did in time; at once, if the clock has stopped.
     *
     * @param value what it is completed with
     * @param patience how long others have
     * @param clock runs what depends on the future, too
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
