package org.vexhost.loader.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolCall;
import org.vexhost.loader.config.HostSettings;

@DisplayName("The executor of a bundle")
class BundleToolExecutorTest {

    @Test
    void namesTheBundleWhereTheCallNamesNobody() throws Exception {
        List<Caller> callers = new ArrayList<>();
        FakeTools tools = new FakeTools();
        tools.serve(
                FakeTools.module(
                        FakeTools.definition("echo", "1", FakeTools.ANY),
                        SandboxLimits.DEFAULTS,
                        call -> {
                            callers.add(call.caller());
                            return call.arguments();
                        }));
        try (RegistryToolExecutor host =
                new RegistryToolExecutor(tools.registry, HostSettings.Admission.DEFAULTS)) {
            BundleToolExecutor executor =
                    new BundleToolExecutor(host, Caller.bundle("com.example.reports"));
            ToolCall own = ToolCall.of(Json.EMPTY_OBJECT);
            executor.execute("echo", own);
            executor.submit("echo", own).get();
            executor.execute("echo", ToolCall.of(Json.EMPTY_OBJECT, Caller.user("ann")));
            assertEquals(
                    List.of(
                            Caller.bundle("com.example.reports"),
                            Caller.bundle("com.example.reports"),
                            Caller.user("ann")),
                    callers);
        }
    }
}
