package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.loader.config.HostSettings;

@DisplayName("Of the latest calls the executor")
class RecentCallsTest {

    private final FakeTools tools = new FakeTools();
    private final RegistryToolExecutor executor =
            new RegistryToolExecutor(tools.registry, HostSettings.Admission.DEFAULTS);

    @AfterEach
    void close() {
        executor.close();
    }

    private void serve(String name) {
        tools.serve(
                FakeTools.module(
                        ToolDefinition.of(
                                name, "1.5", "Echoes.", Json.parse("{\"type\":\"number\"}")),
                        SandboxLimits.DEFAULTS,
                        ToolCall::arguments));
    }

    private void call(String name, String json, String id) throws ToolException {
        executor.execute(
                name, ToolCall.builder(Json.parse(json), Caller.user("ann")).callId(id).build());
    }

    @Test
    void keepsWhoCalledWhatAndHowItEnded() throws ToolException {
        serve("echo");
        call("echo", "12", "first");
        assertThrows(ToolException.class, () -> call("echo", "\"x\"", "second"));
        List<CallRecord> calls = executor.latest("echo", 10);
        assertEquals(List.of("second", "first"), calls.stream().map(CallRecord::id).toList());
        CallRecord failed = calls.get(0);
        assertEquals(Optional.of(ErrorReason.SCHEMA_VIOLATION), failed.error());
        assertEquals(0, failed.resultBytes());
        CallRecord good = calls.get(1);
        assertEquals(Optional.empty(), good.error());
        assertEquals(Caller.user("ann"), good.caller());
        assertEquals(Optional.of("1.5"), good.version());
        assertEquals(2, good.argumentBytes());
        assertEquals(2, good.resultBytes());
        assertEquals(7, good.usage().fuelConsumed());
        assertTrue(good.sequence() < failed.sequence());
    }

    @Test
    void keepsTheLastOfEachToolHoweverOftenOthersAreCalled() throws ToolException {
        serve("echo");
        serve("busy");
        call("echo", "1", "quiet");
        for (int i = 0; i < 200; i++) {
            call("busy", "1", "busy-" + i);
        }
        List<CallRecord> busy = executor.latest("busy", 1_000);
        assertTrue(busy.size() >= CallRecord.MIN_KEPT && busy.size() < 100, "" + busy.size());
        assertEquals("busy-199", busy.get(0).id());
        assertEquals("quiet", executor.latest("echo", 1).get(0).id());
        assertEquals(3, executor.latest(3).size());
        assertEquals("busy-199", executor.latest(3).get(0).id());
        assertEquals("busy-197", executor.latest(3).get(2).id());
    }

    @Test
    void forgetsThemWithTheTool() throws ToolException {
        serve("echo");
        call("echo", "1", "only");
        tools.registry.remove("echo.wasm");
        assertEquals(List.of(), executor.latest("echo", 10));
        assertEquals(List.of(), executor.latest(10));
    }
}
