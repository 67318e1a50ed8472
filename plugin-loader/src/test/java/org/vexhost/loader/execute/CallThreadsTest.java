package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.Await;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.ServedTool;

/** Whatever is thrown into them, the next call runs. */
@DisplayName("The threads of calls")
@Timeout(120)
class CallThreadsTest {

    private static final Json DONE = Json.parse("{\"done\": true}");

    /** One call at a time, and none that waits. */
    private static final HostSettings.Admission ONE =
            new HostSettings.Admission(1, 1, 0, 0, Duration.ofSeconds(1), 0, 0, 50);

    private final Threads threads = new Threads();
    private final Queue<Throwable> failures =
            new ConcurrentLinkedQueue<>(
                    List.of(
                            new IllegalStateException("for a test"),
                            new OutOfMemoryError("for a test"),
                            new StackOverflowError("for a test"),
                            new NoClassDefFoundError("for a test")));

    /** Threads of which some cannot be started. */
    private static final class Threads implements ThreadFactory {
        private final AtomicInteger missing = new AtomicInteger();
        private volatile boolean isForbidden;

        @Override
        public Thread newThread(Runnable task) {
            if (isForbidden) {
                throw new SecurityException("for a test");
            }
            // Here and not in start(): a pool of a newer JDK starts its threads another way.
            if (missing.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                throw new OutOfMemoryError("for a test");
            }
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }
    }

    private Json next() {
        Throwable failure = failures.poll();
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return DONE;
    }

    /** Fails as long as there are failures. */
    private final class Executor implements ToolExecutor {
        @Override
        public ToolResult execute(String tool, ToolCall call) {
            return ToolResult.builder(next(), tool, "1.0")
                    .ran(Instant.EPOCH, Duration.ZERO)
                    .build();
        }

        @Override
        public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ToolDefinition> list() {
            return List.of();
        }
    }

    private static @Nullable Throwable failure(CompletableFuture<ToolResult> call)
            throws Exception {
        try {
            ToolResult ignored = call.get(60, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static boolean isOverloaded(@Nullable Throwable failure) {
        return failure instanceof ToolException e
                && e.error().message().contains("maxBackgroundCalls");
    }

    /** What comes of a call once the thread of the call before is free. */
    private static @Nullable Throwable submit(BackgroundCalls calls) throws Exception {
        AtomicReference<@Nullable Throwable> last = new AtomicReference<>();
        Await.until(
                () -> {
                    try {
                        last.set(failure(calls.submit("echo", FakeTools.call("{}"))));
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                    return !isOverloaded(last.get());
                },
                last::get);
        return last.get();
    }

    @Test
    void takeTheNextBackgroundCallWhateverTheExecutorThrew() throws Exception {
        List<Throwable> thrown = List.copyOf(failures);
        try (BackgroundCalls calls = background()) {
            for (Throwable each : thrown) {
                assertSame(each, submit(calls));
            }
            assertEquals(null, submit(calls));
        }
    }

    @Test
    void takeTheNextBackgroundCallWhenThereIsAThreadAgain() throws Exception {
        failures.clear();
        try (BackgroundCalls calls = background()) {
            threads.missing.set(3);
            for (int i = 0; i < 3; i++) {
                ToolError error = assertInstanceOf(ToolException.class, submit(calls)).error();
                assertEquals(CallErrors.noThread("echo").message(), error.message());
                assertEquals(ErrorReason.OVERLOADED, error.reason());
            }
            assertEquals(null, submit(calls));
        }
    }

    /** An interceptor that sees the refusal may fail as well. */
    @Test
    void endABackgroundCallThoughItsRefusalFails() throws Exception {
        failures.clear();
        OutOfMemoryError failure = new OutOfMemoryError("for a test");
        try (BackgroundCalls calls =
                new BackgroundCalls(
                        new Executor(),
                        ONE,
                        (tool, call, refusal) -> {
                            throw failure;
                        },
                        threads)) {
            threads.missing.set(1);
            assertSame(failure, failure(calls.submit("echo", FakeTools.call("{}"))));
            assertEquals(null, submit(calls));
        }
    }

    private BackgroundCalls background() {
        return new BackgroundCalls(
                new Executor(),
                ONE,
                (tool, call, refusal) -> {
                    throw refusal;
                },
                threads);
    }

    private static Permit permit(AdmissionControl admission) throws Exception {
        return admission.enter("java", "java", 1, Deadline.after(Duration.ofMinutes(1)));
    }

    private static void awaitFree(AdmissionControl admission) throws Exception {
        Await.until(() -> admission.load().running() == 0, admission::load);
        assertEquals(0, admission.load().reservedBytes());
    }

    private ServedTool javaTool() {
        return FakeTools.java(
                FakeTools.definition("java", "1.0", FakeTools.ANY),
                SandboxLimits.DEFAULTS,
                call -> next());
    }

    @Test
    void runTheNextJavaToolWhateverOneThrew() throws Exception {
        AdmissionControl admission = new AdmissionControl(ONE, new HeapBudget(1_000));
        ServedTool served = javaTool();
        try (JavaTools tools = new JavaTools(threads)) {
            for (Throwable each : List.copyOf(failures)) {
                Permit permit = permit(admission);
                ToolException failed =
                        assertThrows(
                                ToolException.class,
                                () -> tools.run(served, FakeTools.call("{}"), permit));
                assertEquals(ErrorReason.TOOL_FAILURE, failed.error().reason());
                assertSame(each, failed.getCause());
                awaitFree(admission);
            }
            assertEquals(DONE, tools.run(served, FakeTools.call("{}"), permit(admission)));
            awaitFree(admission);
            assertEquals(0, tools.stuck(served));
        }
    }

    @Test
    void runTheNextJavaToolAfterOneThatCouldNotBegin() throws Exception {
        failures.clear();
        AdmissionControl admission = new AdmissionControl(ONE, new HeapBudget(1_000));
        ServedTool served = javaTool();
        try (JavaTools tools = new JavaTools(threads)) {
            threads.isForbidden = true;
            for (int i = 0; i < 3; i++) {
                Permit permit = permit(admission);
                assertThrows(
                        SecurityException.class,
                        () -> tools.run(served, FakeTools.call("{}"), permit));
                awaitFree(admission);
            }
            threads.isForbidden = false;
            assertEquals(DONE, tools.run(served, FakeTools.call("{}"), permit(admission)));
            awaitFree(admission);
        }
    }

    @Test
    void runTheNextJavaToolWhenThereIsAThreadAgain() throws Exception {
        failures.clear();
        AdmissionControl admission = new AdmissionControl(ONE, new HeapBudget(1_000));
        ServedTool served = javaTool();
        try (JavaTools tools = new JavaTools(threads)) {
            threads.missing.set(3);
            for (int i = 0; i < 3; i++) {
                Permit permit = permit(admission);
                ToolException failed =
                        assertThrows(
                                ToolException.class,
                                () -> tools.run(served, FakeTools.call("{}"), permit));
                assertEquals(CallErrors.noThread("java").message(), failed.error().message());
                awaitFree(admission);
            }
            assertEquals(DONE, tools.run(served, FakeTools.call("{}"), permit(admission)));
            awaitFree(admission);
        }
    }
}
