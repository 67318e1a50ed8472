package org.vexhost.gateway.mcp.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.gateway.mcp.Await;
import org.vexhost.gateway.mcp.FakeAccess;
import org.vexhost.gateway.mcp.FakeTools;
import org.vexhost.gateway.mcp.message.Message;
import org.vexhost.gateway.mcp.message.MessageReader;
import org.vexhost.gateway.mcp.tool.Era;
import org.vexhost.gateway.time.Ticker;

@DisplayName("An answer that is owed")
class OwedAnswerTest {

    private final FakeTools tools = new FakeTools().with("echo", "true", arguments -> arguments);
    private final RequestScope scope = new RequestScope();
    private final CompletableFuture<Boolean> busyWhenAnswered = new CompletableFuture<>();

    /** Looks whether the scope still counts the request while its answer is handed over. */
    private final class Looking implements Outlet {
        @Override
        public void finish(Answer answer) {
            busyWhenAnswered.complete(scope.isBusy());
        }

        @Override
        public boolean startStream() {
            return true;
        }

        @Override
        public void send(byte[] message) {}

        @Override
        public void abandon() {}

        @Override
        public void onGone(Runnable callback) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "unknown"})
    void keepsItsScopeBusyUntilItIsHandedOver(String tool) throws Exception {
        String call =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\"}}"
                        .formatted(tool);
        try (Ticker ticker = new Ticker("owed-test", 100);
                McpCore core = new McpCore(tools, Optional::empty, new ServerInfo("1"), ticker)) {
            Message.Request request =
                    (Message.Request) MessageReader.read(call.getBytes(StandardCharsets.UTF_8));
            core.request(
                    request,
                    new Inquiry(
                            Era.LEGACY,
                            "2025-11-25",
                            new FakeAccess("agent", name -> true),
                            scope,
                            Map.of()),
                    new Looking());
            assertTrue(busyWhenAnswered.get(10, TimeUnit.SECONDS));
            Await.until("nothing is owed", () -> !scope.isBusy());
        }
    }

    @Test
    void isNoneAtTheBeginning() {
        assertFalse(scope.isBusy());
    }
}
