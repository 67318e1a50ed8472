package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vexhost.loader.execute.FakeTools.ANY;
import static org.vexhost.loader.execute.FakeTools.call;
import static org.vexhost.loader.execute.FakeTools.definition;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.loader.Await;

@DisplayName("The executor")
class JavaToolCallsTest extends ExecutorTestCase {

    private static final SandboxLimits QUICK =
            SandboxLimits.builder().timeout(Duration.ofMillis(50)).build();

    /** On a busy machine it may also run into its timeout. */
    private boolean answersWithOne(String tool) {
        try {
            return executor.execute(tool, call("1")).output().text().equals("1");
        } catch (ToolException e) {
            return false;
        }
    }

    @Nested
    @DisplayName("contains what a tool written in Java does")
    class JavaToolsAreContained {

        @Test
        void aTimeoutInterruptsIt() throws Exception {
            CountDownLatch interrupted = new CountDownLatch(1);
            tools.serve(
                    FakeTools.java(
                            definition("slow", "1", ANY),
                            QUICK,
                            call -> {
                                try {
                                    Thread.sleep(60_000);
                                } catch (InterruptedException e) {
                                    interrupted.countDown();
                                }
                                return call.arguments();
                            }));
            ToolError error = error("slow", call("1"));
            assertEquals(ErrorReason.WALL_CLOCK, error.reason());
            assertEquals("Tool 'slow' exceeded timeout of 50 ms", error.message());
            interrupted.await();
        }

        @Test
        void aThrowableIsAToolFailureAndItsTextIsEscaped() {
            tools.serve(
                    FakeTools.java(
                            definition("bad", "1", ANY),
                            LIMITS,
                            call -> {
                                throw new IllegalStateException("a\u001b[2Jb");
                            }));
            ToolError error = error("bad", call("1"));
            assertEquals(ErrorReason.TOOL_FAILURE, error.reason());
            assertEquals(
                    "Tool 'bad' failed [java.lang.IllegalStateException: a\\u001b[2Jb]",
                    error.message());
        }

        @Test
        void anErrorOfTheJvmIsAToolFailure() {
            tools.serve(
                    FakeTools.java(
                            definition("deep", "1", ANY),
                            LIMITS,
                            call -> {
                                throw new StackOverflowError();
                            }));
            assertEquals(ErrorReason.TOOL_FAILURE, error("deep", call("1")).reason());
        }

        @Test
        void nullIsNoResult() {
            tools.serve(FakeTools.java(definition("null", "1", ANY), LIMITS, call -> null));
            assertEquals(ErrorReason.INVALID_OUTPUT, error("null", call("1")).reason());
        }

        @Test
        void outputOverTheLimitIsRefused() throws ToolException {
            SandboxLimits limits = SandboxLimits.builder().maxOutputBytes(3).build();
            tools.serve(FakeTools.java(definition("echo", "1", ANY), limits, ToolCall::arguments));
            executor.execute("echo", call("123"));
            ToolError error = error("echo", call("1234"));
            assertEquals(ErrorReason.OUTPUT_TOO_LARGE, error.reason());
            assertEquals(
                    "Tool 'echo' exceeded maxOutputBytes of 3 [result of 4 bytes]",
                    error.message());
        }

        @Test
        void anErrorUnderAnotherNameComesUnderItsOwn() {
            tools.serve(
                    FakeTools.java(
                            definition("liar", "1", ANY),
                            LIMITS,
                            call -> {
                                throw ToolError.of(
                                                ErrorReason.REJECTED_BY_TOOL, "other", "no\u0007")
                                        .toException();
                            }));
            ToolError error = error("liar", call("1"));
            assertEquals("liar", error.tool());
            assertEquals(ErrorReason.REJECTED_BY_TOOL, error.reason());
            assertEquals("no\\u0007", error.message());
        }

        @Test
        void threadsThatDoNotEndTakeItOutOfServiceUntilTheyEnd() throws Exception {
            CountDownLatch release = new CountDownLatch(1);
            tools.serve(
                    FakeTools.java(
                            definition("stuck", "1", ANY),
                            QUICK,
                            call -> {
                                boolean waiting = true;
                                while (waiting) {
                                    try {
                                        release.await();
                                        waiting = false;
                                    } catch (InterruptedException e) {
                                        // Stays.
                                    }
                                }
                                return call.arguments();
                            }));
            for (int i = 0; i < JavaTools.MAX_STUCK_THREADS; i++) {
                assertEquals(ErrorReason.WALL_CLOCK, error("stuck", call("1")).reason());
            }
            Await.until(() -> executor.host().running() == 0, executor::host);
            Thread.sleep(1_100);
            ToolError error = error("stuck", call("1"));
            assertEquals(ErrorReason.QUARANTINED, error.reason());
            assertEquals(
                    "Tool 'stuck' reached maxStuckThreads of 4 threads"
                            + " [they do not end when interrupted]",
                    error.message());
            assertEquals(List.of(), executor.list());
            release.countDown();
            Await.until(() -> answersWithOne("stuck"), executor::tools);
        }
    }
}
