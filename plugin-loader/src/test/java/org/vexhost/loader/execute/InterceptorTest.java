package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.loader.execute.FakeTools.ANY;
import static org.vexhost.loader.execute.FakeTools.call;
import static org.vexhost.loader.execute.FakeTools.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.ToolState;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.registry.ServedTool;

@DisplayName("An interceptor")
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterceptorTest {

    private static final SandboxLimits LIMITS = SandboxLimits.DEFAULTS;

    private final FakeTools tools = new FakeTools();
    private final RegistryToolExecutor executor =
            new RegistryToolExecutor(tools.registry, HostSettings.Admission.DEFAULTS);
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        executor.close();
    }

    private void with(CallInterceptor... interceptors) {
        executor.chain().set(List.of(interceptors));
    }

    private ServedTool serve(String name) {
        ServedTool served =
                FakeTools.module(
                        definition(name, "1", ANY),
                        LIMITS,
                        call -> {
                            runs.incrementAndGet();
                            return call.arguments();
                        });
        tools.serve(served);
        return served;
    }

    private ToolError error(String tool) {
        return assertThrows(ToolException.class, () -> executor.execute(tool, call("1"))).error();
    }

    private CallInterceptor recording(String name) {
        return (call, next) -> {
            seen.add(name + " before");
            try {
                return next.proceed();
            } catch (ToolException e) {
                seen.add(name + " " + e.error().reason());
                throw e;
            } finally {
                seen.add(name + " after");
            }
        };
    }

    private static ToolException refusal(String tool) {
        return ToolError.of(ErrorReason.REFUSED_BY_POLICY, tool, "not today").toException();
    }

    @Test
    void surroundsThoseFurtherInside() throws ToolException {
        serve("echo");
        with(recording("outer"), recording("inner"));
        assertEquals("1", executor.execute("echo", call("1")).output().text());
        assertEquals(List.of("outer before", "inner before", "inner after", "outer after"), seen);
    }

    @Test
    void refusesWithoutRunningTheTool() {
        serve("echo");
        with(
                recording("outer"),
                (call, next) -> {
                    throw refusal(call.tool());
                },
                recording("inner"));
        assertEquals(ErrorReason.REFUSED_BY_POLICY, error("echo").reason());
        assertEquals(List.of("outer before", "outer REFUSED_BY_POLICY", "outer after"), seen);
        assertEquals(0, runs.get());
        assertEquals(Map.of(ErrorReason.REFUSED_BY_POLICY, 1L), executor.counts("echo").errors());
    }

    @Test
    void seesRequestsThatReachNoTool() {
        tools.state("blocked", ToolState.BLOCKED, "needs a grant");
        with(recording("it"));
        assertEquals(ErrorReason.NO_SUCH_TOOL, error("nothing").reason());
        ErrorReason blocked = error("blocked").reason();
        executor.drain(Duration.ZERO);
        assertEquals(ErrorReason.DRAINING, error("blocked").reason());
        assertEquals(
                List.of(
                        "it before",
                        "it NO_SUCH_TOOL",
                        "it after",
                        "it before",
                        "it " + blocked,
                        "it after",
                        "it before",
                        "it DRAINING",
                        "it after"),
                seen);
    }

    @Test
    void seesWhatIsCalledAndByWhom() throws ToolException {
        ServedTool served = serve("echo");
        AtomicReference<ToolCall> request = new AtomicReference<>();
        AtomicReference<Optional<String>> digest = new AtomicReference<>();
        with(
                (call, next) -> {
                    seen.add(call.tool() + " " + call.version());
                    digest.set(call.artifactDigest());
                    request.set(call.call());
                    return next.proceed();
                });
        ToolCall made =
                ToolCall.builder(Json.parse("[2]"), Caller.user("ann"))
                        .attribute("traceparent", "00-1")
                        .build();
        executor.execute("echo", made);
        assertEquals(List.of("echo Optional[1]"), seen);
        assertEquals(served.digestText(), digest.get());
        assertEquals(made, request.get());
    }

    @Test
    void seesTheVersionThatTheCallRanOn() throws ToolException {
        serve("echo");
        with(
                (call, next) -> {
                    seen.add("before " + call.version().orElse("none"));
                    tools.serve(
                            FakeTools.module(
                                    definition("echo", "2", ANY), LIMITS, ToolCall::arguments));
                    ToolResult result = next.proceed();
                    tools.registry.remove("echo.wasm");
                    seen.add("after " + call.version().orElse("none"));
                    return result;
                });
        assertEquals("2", executor.execute("echo", call("1")).version());
        assertEquals(List.of("before 1", "after 2"), seen);
    }

    @Test
    void surroundsCallsInTheBackground() throws Exception {
        serve("echo");
        with(recording("it"));
        assertEquals("1", executor.submit("echo", call("1")).get().output().text());
        assertEquals(List.of("it before", "it after"), seen);
    }

    @Test
    void seesCallsThatNoThreadOfTheBackgroundTakes() {
        serve("echo");
        with(recording("it"));
        executor.close();
        CompletableFuture<ToolResult> answer = executor.submit("echo", call("1"));
        ToolException thrown =
                assertInstanceOf(
                        ToolException.class,
                        assertThrows(ExecutionException.class, answer::get).getCause());
        assertEquals(ErrorReason.DRAINING, thrown.error().reason());
        assertEquals(List.of("it before", "it DRAINING", "it after"), seen);
        assertEquals(Map.of(ErrorReason.DRAINING, 1L), executor.counts("echo").errors());
    }

    @Nested
    @DisplayName("that fails")
    class Failing {

        @Test
        void beforeTheCallContinuedEndsItAsAFailureOfTheHost() {
            serve("echo");
            with(
                    (call, next) -> {
                        throw new IllegalStateException("no rules");
                    });
            ToolException thrown =
                    assertThrows(ToolException.class, () -> executor.execute("echo", call("1")));
            assertEquals(ErrorReason.HOST_FAILURE, thrown.error().reason());
            assertEquals("no rules", thrown.getCause().getMessage());
            assertEquals(0, runs.get());
        }

        @Test
        void withAnErrorOfTheMachineEndsTheCallToo() {
            serve("echo");
            with(
                    (call, next) -> {
                        throw new NoClassDefFoundError("gone");
                    });
            assertEquals(ErrorReason.HOST_FAILURE, error("echo").reason());
        }

        @Test
        void afterwardsLeavesTheResult() throws ToolException {
            serve("echo");
            with(
                    (call, next) -> {
                        next.proceed();
                        throw new IllegalStateException("cannot write");
                    });
            assertEquals("1", executor.execute("echo", call("1")).output().text());
        }

        @Test
        void afterwardsLeavesTheError() {
            with(
                    (call, next) -> {
                        try {
                            return next.proceed();
                        } catch (ToolException e) {
                            throw new IllegalStateException("cannot write", e);
                        }
                    });
            assertEquals(ErrorReason.NO_SUCH_TOOL, error("nothing").reason());
        }

        @Test
        void toReturnAnythingLeavesTheResult() throws ToolException {
            serve("echo");
            with(
                    (call, next) -> {
                        next.proceed();
                        return null;
                    });
            assertEquals("1", executor.execute("echo", call("1")).output().text());
            with((call, next) -> null);
            assertEquals(ErrorReason.HOST_FAILURE, error("echo").reason());
        }

        @Test
        void becauseItContinuedTwiceRunsTheToolOnce() throws ToolException {
            serve("echo");
            with(
                    (call, next) -> {
                        next.proceed();
                        return next.proceed();
                    });
            assertEquals("1", executor.execute("echo", call("1")).output().text());
            assertEquals(1, runs.get());
        }
    }

    @Test
    void cannotContinueTwice() throws ToolException {
        serve("echo");
        with(
                (call, next) -> {
                    ToolResult result = next.proceed();
                    assertThrows(IllegalStateException.class, next::proceed);
                    return result;
                });
        assertNotNull(executor.execute("echo", call("1")));
        assertEquals(1, runs.get());
    }

    @Test
    void cannotContinueLaterOrElsewhere() throws Exception {
        serve("echo");
        AtomicReference<CallInterceptor.Continuation> kept = new AtomicReference<>();
        with(
                (call, next) -> {
                    kept.set(next);
                    CompletableFuture<Void> elsewhere =
                            CompletableFuture.runAsync(
                                    () -> assertThrows(IllegalStateException.class, next::proceed));
                    elsewhere.join();
                    throw refusal(call.tool());
                });
        assertEquals(ErrorReason.REFUSED_BY_POLICY, error("echo").reason());
        assertThrows(IllegalStateException.class, kept.get()::proceed);
        assertEquals(0, runs.get());
    }

    @Test
    void comesAndGoesBetweenCalls() throws Exception {
        serve("echo");
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        CallInterceptor counting =
                (call, next) -> {
                    begun.incrementAndGet();
                    try {
                        return next.proceed();
                    } finally {
                        ended.incrementAndGet();
                    }
                };
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> changes =
                CompletableFuture.runAsync(
                        () -> {
                            while (!stop.get()) {
                                with(counting);
                                with();
                                with(recording("it"), counting);
                            }
                        });
        for (int i = 0; i < 2_000 || (begun.get() == 0 && i < 2_000_000); i++) {
            assertEquals("1", executor.execute("echo", call("1")).output().text());
        }
        stop.set(true);
        changes.get();
        assertTrue(begun.get() > 0);
        assertEquals(begun.get(), ended.get());
    }
}
