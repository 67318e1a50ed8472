package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.loader.execute.FakeTools.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.registry.ServedTool;

@DisplayName("Updates under many callers")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SwapHammerTest {

    private static final int CALLERS = 8;

    /** At least so many updates, and at least so many answers. */
    private static final int UPDATES = 300;

    private final FakeTools tools = new FakeTools();
    private final AtomicInteger closedRuns = new AtomicInteger();

    /** A version that answers its own number, and counts calls that it gets after it was closed. */
    private ServedTool version(int number, AtomicBoolean closed) {
        return FakeTools.module(
                definition("tool", Integer.toString(number), "{'type':'integer'}"),
                SandboxLimits.DEFAULTS,
                call -> {
                    try {
                        Thread.sleep(0, 100_000);
                    } catch (InterruptedException e) {
                        throw CallErrors.cancelled("tool", "running").toException();
                    }
                    if (closed.get()) {
                        closedRuns.incrementAndGet();
                    }
                    return Json.parse(Integer.toString(number));
                });
    }

    @Test
    void loseNoCallAndNeverGoBack() throws Exception {
        // Two places for eight callers: most calls wait, and updates come while they do.
        HostSettings.Admission limits =
                new HostSettings.Admission(2, 2, 100, 100, Duration.ofSeconds(30), 4, 3, 50);
        AtomicInteger announced = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        try (RegistryToolExecutor executor = new RegistryToolExecutor(tools.registry, limits)) {
            AtomicBoolean closed = new AtomicBoolean();
            ServedTool current = version(0, closed);
            tools.serve(current);
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                all.add(callers.submit(() -> callUntil(stop, executor, announced, answers)));
            }
            List<CompletableFuture<Void>> retired = new ArrayList<>();
            for (int number = 1; number <= UPDATES || answers.get() <= UPDATES; number++) {
                AtomicBoolean nextClosed = new AtomicBoolean();
                ServedTool next = version(number, nextClosed);
                tools.serve(next);
                announced.set(number);
                AtomicBoolean oldClosed = closed;
                retired.add(tools.registry.retire(current).thenRun(() -> oldClosed.set(true)));
                current = next;
                closed = nextClosed;
                Thread.sleep(2);
            }
            stop.set(true);
            for (Future<?> each : all) {
                each.get();
            }
            callers.shutdown();
            CompletableFuture.allOf(retired.toArray(new CompletableFuture<?>[0]))
                    .get(5, TimeUnit.SECONDS);
            assertEquals(0, executor.host().running());
        }
        assertEquals(0, closedRuns.get());
    }

    private static Void callUntil(
            AtomicBoolean stop,
            RegistryToolExecutor executor,
            AtomicInteger announced,
            AtomicInteger answers)
            throws ToolException {
        while (!stop.get()) {
            int atLeast = announced.get();
            ToolResult result = executor.execute("tool", FakeTools.call("1"));
            int answered = Integer.parseInt(result.output().text());
            assertEquals(Integer.toString(answered), result.version());
            assertTrue(answered >= atLeast, answered + " after " + atLeast + " was announced");
            answers.incrementAndGet();
        }
        return null;
    }
}
