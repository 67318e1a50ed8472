package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vexhost.loader.execute.FakeTools.ANY;
import static org.vexhost.loader.execute.FakeTools.call;
import static org.vexhost.loader.execute.FakeTools.definition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.CallPermit;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.Await;
import org.vexhost.loader.config.HostSettings;

@DisplayName("Calls that wait outside the host")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuspendedExecutionTest {

    private static final SandboxLimits LIMITS = SandboxLimits.DEFAULTS;

    private final FakeTools tools = new FakeTools();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final RegistryToolExecutor executor =
            new RegistryToolExecutor(
                    tools.registry,
                    new HostSettings.Admission(1, 1, 9, 9, Duration.ofSeconds(30), 3, 3, 50));

    SuspendedExecutionTest() {
        tools.serve(FakeTools.waiting(definition("waits", "1", ANY), LIMITS, 1 << 10, this::ask));
        tools.serve(
                FakeTools.module(
                        definition("computes", "1", ANY), LIMITS, 1 << 10, ToolCall::arguments));
    }

    @AfterEach
    void close() {
        answer.countDown();
        executor.close();
    }

    private Json ask(ToolCall call, CallPermit permit) throws ToolException {
        boolean suspended = permit.suspend();
        try {
            answer.await();
            if (suspended && !permit.resume(call.deadline())) {
                throw CallErrors.deadline("waits", "waiting for a permit").toException();
            }
            return call.arguments();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CallErrors.cancelled("waits", "waiting outside").toException();
        }
    }

    private List<CompletableFuture<ToolResult>> suspended(int count) throws InterruptedException {
        List<CompletableFuture<ToolResult>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(executor.submit("waits", call("1")));
            int expected = i + 1;
            Await.until(() -> executor.host().suspended() == expected, executor::host);
        }
        return calls;
    }

    @Test
    void letOthersRunAndComeBack() throws Exception {
        List<CompletableFuture<ToolResult>> calls = suspended(3);
        assertEquals(0, executor.host().running());
        assertEquals(3 << 10, executor.host().reservedBytes());
        assertEquals("2", executor.execute("computes", call("2")).output().text());
        answer.countDown();
        for (CompletableFuture<ToolResult> each : calls) {
            assertEquals("1", each.get(20, TimeUnit.SECONDS).output().text());
        }
        assertIdle();
    }

    @Test
    void giveEverythingBackWhenTheyAreCancelled() throws Exception {
        for (CompletableFuture<ToolResult> each : suspended(3)) {
            each.cancel(true);
        }
        Await.until(() -> executor.host().suspended() == 0, executor::host);
        assertIdle();
    }

    @Test
    void endWhenTheHostGoesAway() throws Exception {
        CompletableFuture<ToolResult> waiting = suspended(1).get(0);
        executor.drain(Duration.ofMillis(1));
        ExecutionException thrown =
                assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
        ToolError error = ((ToolException) thrown.getCause()).error();
        assertEquals(ErrorReason.DRAINING, error.reason());
        assertIdle();
    }

    private void assertIdle() throws InterruptedException {
        Await.until(() -> executor.host().reservedBytes() == 0, executor::host);
        assertEquals(0, executor.host().running());
        assertEquals(0, executor.host().suspended());
        assertEquals(0, executor.host().queued());
    }
}
