package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.loader.execute.FakeTools.ANY;
import static org.vexhost.loader.execute.FakeTools.call;
import static org.vexhost.loader.execute.FakeTools.definition;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.ToolState;
import org.vexhost.api.Usage;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.loader.Await;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.registry.ServedTool;

@DisplayName("The executor")
class RegistryToolExecutorTest extends ExecutorTestCase {

    private static Json sleepForever(CountDownLatch started) throws ToolException {
        started.countDown();
        try {
            new CountDownLatch(1).await();
            throw new AssertionError();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CallErrors.cancelled("sleeper", "running").toException();
        }
    }

    private ServedTool sleeper(CountDownLatch started) {
        return FakeTools.module(
                definition("sleeper", "1", ANY), LIMITS, call -> sleepForever(started));
    }

    @Nested
    @DisplayName("answers a call")
    class Answers {

        @Test
        void withOutputVersionUsageAndTimes() throws ToolException {
            tools.serve(
                    FakeTools.module(definition("echo", "1.2", ANY), LIMITS, ToolCall::arguments));
            Instant before = Instant.now();
            ToolResult result = executor.execute("echo", call("{'a':[1]}"));
            assertEquals(Json.parse("{\"a\":[1]}"), result.output());
            assertEquals("echo", result.tool());
            assertEquals("1.2", result.version());
            assertEquals(new Usage(7, 2, 3, 65_536), result.usage());
            assertFalse(result.startedAt().isBefore(before));
            assertTrue(result.duration().toNanos() > 0);
        }

        @Test
        void ofAToolWrittenInJava() throws ToolException {
            tools.serve(FakeTools.java(definition("echo", "1", ANY), LIMITS, ToolCall::arguments));
            ToolResult result = executor.execute("echo", call("[1]"));
            assertEquals(Json.parse("[1]"), result.output());
            assertEquals(Usage.NONE, result.usage());
        }

        @Test
        void inTheBackground() throws Exception {
            tools.serve(
                    FakeTools.module(definition("echo", "1", ANY), LIMITS, ToolCall::arguments));
            assertEquals("3", executor.submit("echo", call("3")).get().output().text());
        }

        @Test
        void inTheBackgroundOrCountsThatItWasRefused() throws Exception {
            CountDownLatch started = new CountDownLatch(1);
            tools.serve(sleeper(started));
            try (RegistryToolExecutor small =
                    new RegistryToolExecutor(
                            tools.registry,
                            new HostSettings.Admission(
                                    1, 1, 0, 0, Duration.ofSeconds(1), 0, 0, 60))) {
                CompletableFuture<ToolResult> running = small.submit("sleeper", call("1"));
                started.await();
                CompletableFuture<ToolResult> refused = small.submit("sleeper", call("2"));
                ExecutionException e = assertThrows(ExecutionException.class, refused::get);
                ToolError error = ((ToolException) e.getCause()).error();
                assertEquals(ErrorReason.OVERLOADED, error.reason());
                assertTrue(error.message().contains("maxBackgroundCalls"), error::message);
                assertEquals(Map.of(ErrorReason.OVERLOADED, 1L), small.counts("sleeper").errors());
                assertEquals(1, small.counts("sleeper").ended());
                assertEquals(1, small.counts("sleeper").inFlight());
                running.cancel(true);
            }
        }

        @Test
        void withTheErrorOfTheToolAsItIs() {
            ToolError trap =
                    ToolError.of(
                                    ErrorReason.TRAP,
                                    "trap",
                                    "Tool 'trap' trapped",
                                    new ErrorDetail.Trap("unreachable"))
                            .withUsage(new Usage(1, 0, 2, 3));
            tools.serve(
                    FakeTools.module(
                            definition("trap", "1", ANY),
                            LIMITS,
                            call -> {
                                throw trap.toException();
                            }));
            assertEquals(trap, error("trap", call("1")));
        }

        @Test
        void andListsWhatCanBeCalled() {
            tools.serve(FakeTools.module(definition("b", "1", ANY), LIMITS, ToolCall::arguments));
            tools.serve(FakeTools.java(definition("a", "1", ANY), LIMITS, ToolCall::arguments));
            tools.state("c", ToolState.FAILED, "broken");
            assertEquals(
                    List.of("a", "b"), executor.list().stream().map(ToolDefinition::name).toList());
        }
    }

    @Nested
    @DisplayName("refuses a call")
    class Refuses {

        @Test
        void ofANameThatIsNotDeployed() {
            ToolError error = error("nobody", call("1"));
            assertEquals(ErrorReason.NO_SUCH_TOOL, error.reason());
            assertEquals("Tool 'nobody' is not deployed", error.message());
            assertEquals(1, executor.host().notFound());
        }

        @ParameterizedTest
        @CsvSource({
            "WAITING, DEPLOYING",
            "COMPILING, DEPLOYING",
            "BLOCKED, APPROVAL_NEEDED",
            "FAILED, DEPLOYMENT_FAILED",
            "DRAINING, DRAINING",
            "DISABLED, DISABLED"
        })
        void ofAToolThatDoesNotServe(ToolState state, ErrorReason reason) {
            tools.state("tool", state, "because");
            assertEquals(reason, error("tool", call("1")).reason());
        }

        @Test
        void withArgumentsOverTheInputLimit() throws ToolException {
            SandboxLimits limits = SandboxLimits.builder().maxInputBytes(10).build();
            tools.serve(
                    FakeTools.module(definition("echo", "1", ANY), limits, ToolCall::arguments));
            executor.execute("echo", call("1234567890"));
            ToolError error = error("echo", call("12345678901"));
            assertEquals(ErrorReason.INPUT_TOO_LARGE, error.reason());
            assertEquals(
                    "Tool 'echo' exceeded maxInputBytes of 10 [arguments of 11 bytes]",
                    error.message());
        }

        @Test
        void withArgumentsThatBreakTheSchema() {
            tools.serve(
                    FakeTools.module(
                            definition(
                                    "echo",
                                    "1",
                                    "{'properties':{'n':{'type':'integer'}},'required':['m']}"),
                            LIMITS,
                            call -> {
                                throw new AssertionError("ran");
                            }));
            ToolError error = error("echo", call("{'n':'secret'}"));
            assertEquals(ErrorReason.SCHEMA_VIOLATION, error.reason());
            assertTrue(error.message().startsWith("Arguments of tool 'echo' break rule '"));
            assertEquals(
                    2,
                    ((ErrorDetail.SchemaViolations) error.detail().orElseThrow())
                            .violations()
                            .size());
            assertFalse(error.toString().contains("secret"));
        }

        @Test
        void whoseCheckIsLongAndFindsNoPlace() throws Exception {
            HostSettings.Admission one =
                    new HostSettings.Admission(1, 1, 0, 0, Duration.ofMillis(50), 0, 0, 50);
            CountDownLatch started = new CountDownLatch(1);
            tools.serve(sleeper(started));
            tools.serve(
                    FakeTools.module(
                            definition("list", "1", "{'items':{'type':'integer'}}"),
                            LIMITS,
                            ToolCall::arguments));
            String longList = "[" + "1,".repeat(20_000) + "1]";
            try (RegistryToolExecutor busy = new RegistryToolExecutor(tools.registry, one)) {
                assertEquals(longList, busy.execute("list", call(longList)).output().text());
                CompletableFuture<ToolResult> running = busy.submit("sleeper", call("1"));
                started.await();
                var refused =
                        assertThrows(
                                ToolException.class, () -> busy.execute("list", call(longList)));
                assertEquals(ErrorReason.OVERLOADED, refused.error().reason());
                running.cancel(true);
            }
        }

        @Test
        void withAMemberNamedTwice() {
            tools.serve(
                    FakeTools.module(definition("echo", "1", ANY), LIMITS, ToolCall::arguments));
            assertEquals(ErrorReason.MALFORMED_JSON, error("echo", call("{'a':1,'a':2}")).reason());
        }

        @Test
        void whoseDeadlineHasPassed() {
            tools.serve(
                    FakeTools.module(
                            definition("echo", "1", "{'type':'integer'}"),
                            LIMITS,
                            ToolCall::arguments));
            ToolCall late = call("1").withDeadline(Deadline.after(Duration.ZERO));
            assertEquals(ErrorReason.WALL_CLOCK, error("echo", late).reason());
        }

        @Test
        void ofAToolThatIsNotReady() {
            Tool tool =
                    new Tool() {
                        @Override
                        public ToolDefinition definition() {
                            return FakeTools.definition("unready", "1", ANY);
                        }

                        @Override
                        public boolean isAvailable() {
                            return false;
                        }

                        @Override
                        public Json execute(ToolCall call) {
                            throw new AssertionError("ran");
                        }
                    };
            tools.serve(FakeTools.java(tool, LIMITS));
            assertEquals(ErrorReason.NOT_READY, error("unready", call("1")).reason());
        }

        @Test
        void afterItWasClosed() {
            tools.serve(
                    FakeTools.module(definition("echo", "1", ANY), LIMITS, ToolCall::arguments));
            executor.close();
            assertEquals(ErrorReason.DRAINING, error("echo", call("1")).reason());
        }
    }

    @Nested
    @DisplayName("ends a call early")
    class EndsEarly {

        @Test
        void whenItsThreadIsInterruptedAndKeepsTheFlag() throws Exception {
            CountDownLatch started = new CountDownLatch(1);
            tools.serve(sleeper(started));
            AtomicReference<ToolError> error = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread caller =
                    new Thread(
                            () -> {
                                error.set(error("sleeper", call("1")));
                                flag.set(Thread.currentThread().isInterrupted());
                            });
            caller.start();
            started.await();
            caller.interrupt();
            caller.join();
            assertEquals(ErrorReason.CANCELLED, error.get().reason());
            assertTrue(flag.get());
        }

        @Test
        void whenItsFutureIsCancelled() throws Exception {
            CountDownLatch started = new CountDownLatch(1);
            tools.serve(sleeper(started));
            CompletableFuture<ToolResult> future = executor.submit("sleeper", call("1"));
            started.await();
            assertTrue(future.cancel(true));
            Await.until(
                    () ->
                            executor.counts("sleeper").inFlight() == 0
                                    && executor.host().running() == 0,
                    executor::tools);
            assertEquals(1, executor.counts("sleeper").errors().get(ErrorReason.CANCELLED));
        }

        @Test
        void whenItsToolIsDrained() throws Exception {
            CountDownLatch started = new CountDownLatch(1);
            ServedTool served = sleeper(started);
            tools.serve(served);
            CompletableFuture<ToolResult> future = executor.submit("sleeper", call("1"));
            started.await();
            tools.state("sleeper", ToolState.DRAINING, "removed");
            CompletableFuture<Void> idle = tools.registry.retire(served);
            tools.registry.revoke(served);
            ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
            ToolError error = assertInstanceOf(ToolException.class, thrown.getCause()).error();
            assertEquals(ErrorReason.DRAINING, error.reason());
            idle.get();
        }

        @Test
        void andTheDrainDoesNotLeaveAnInterruptionBehind() throws Exception {
            CountDownLatch started = new CountDownLatch(1);
            ServedTool served = sleeper(started);
            tools.serve(served);
            Thread drainer =
                    new Thread(
                            () -> {
                                try {
                                    started.await();
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                                tools.state("sleeper", ToolState.DRAINING, "removed");
                                CompletableFuture<Void> idle = tools.registry.retire(served);
                                tools.registry.revoke(served);
                                idle.join();
                            });
            drainer.start();
            assertEquals(ErrorReason.DRAINING, error("sleeper", call("1")).reason());
            assertFalse(Thread.interrupted());
            drainer.join();
        }

        @Test
        void whenTheHostGoesAway() throws Exception {
            CountDownLatch started = new CountDownLatch(1);
            tools.serve(sleeper(started));
            CompletableFuture<ToolResult> future = executor.submit("sleeper", call("1"));
            started.await();
            executor.drain(Duration.ofMillis(20));
            ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
            assertEquals(
                    ErrorReason.DRAINING,
                    assertInstanceOf(ToolException.class, thrown.getCause()).error().reason());
        }
    }

    @Nested
    @DisplayName("counts")
    class Counts {

        @Test
        void callsErrorsAndFuel() throws ToolException {
            tools.serve(
                    FakeTools.module(
                            definition("echo", "1", "{'type':'integer'}"),
                            LIMITS,
                            ToolCall::arguments));
            executor.execute("echo", call("1"));
            executor.execute("echo", call("2"));
            error("echo", call("'x'"));
            CallCounts counts = executor.counts("echo");
            assertEquals(3, counts.ended());
            assertEquals(1, counts.failed());
            assertEquals(1, counts.errors().get(ErrorReason.SCHEMA_VIOLATION));
            assertEquals(14, counts.fuel());
            assertEquals(0, counts.inFlight());
        }

        @Test
        void untilTheToolIsGone() throws ToolException {
            tools.serve(
                    FakeTools.module(definition("echo", "1", ANY), LIMITS, ToolCall::arguments));
            executor.execute("echo", call("1"));
            tools.registry.remove("echo.wasm");
            assertEquals(CallCounts.NONE, executor.counts("echo"));
            assertEquals(0, executor.tools().size());
        }
    }
}
