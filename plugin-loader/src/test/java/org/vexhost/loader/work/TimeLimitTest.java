package org.vexhost.loader.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A time limit of a future")
class TimeLimitTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledThreadPoolExecutor clock = Worker.named("patience-test");

    @AfterEach
    void end() {
        clock.shutdownNow();
    }

    @Test
    void endsWithTheValue() throws Exception {
        CompletableFuture<String> late = new CompletableFuture<>();
        CompletableFuture<String> limited =
                TimeLimit.set(late, "late", Duration.ofMillis(1), clock);
        assertEquals("late", limited.get(1, TimeUnit.MINUTES));
    }

    @Test
    void leavesNothingBehindWhenTheFutureIsInTime() throws Exception {
        CompletableFuture<String> early = new CompletableFuture<>();
        CompletableFuture<String> limited = TimeLimit.set(early, "late", LONG, clock);
        early.complete("early");
        assertEquals("early", limited.get(1, TimeUnit.MINUTES));
        assertTrue(clock.getQueue().isEmpty());
    }

    @Test
    void isOverWhenTheClockHasStopped() throws Exception {
        clock.shutdownNow();
        CompletableFuture<String> limited =
                TimeLimit.set(new CompletableFuture<>(), "late", LONG, clock);
        assertEquals("late", limited.get(1, TimeUnit.MINUTES));
    }
}
