package org.vexhost.loader.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.loader.Await;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("In Gogo's shell")
class ActivityCommandsTest extends ShellTestCase {

    private static final String LONG_NAME = "n".repeat(64);

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private void call(String name, String caller) throws ToolException {
        executor.execute(name, ToolCall.of(Json.parse("{\"a\":1}"), Caller.user(caller)));
    }

    private static void assertFits(String text) {
        text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    }

    @Test
    void callsAreListedTheLastFirst() throws Exception {
        serve("index", "x");
        serve(LONG_NAME, "x");
        assertEquals("no calls", run("vex:calls"));
        assertEquals("no calls", run("vex:calls index"));
        call("index", "ann");
        call(LONG_NAME, "a-caller-with-a-name-that-is-longer-than-its-column");
        assertThrows(
                ToolException.class,
                () -> executor.execute("index", ToolCall.of(Json.parse("3"), Caller.user("bo"))));
        String all = run("vex:calls");
        assertFits(all);
        List<String> lines = all.lines().toList();
        assertTrue(lines.get(0).startsWith("ENDED  TOOL"), all);
        assertTrue(lines.get(1).contains("bo"), all);
        assertTrue(lines.get(1).endsWith("  SCHEMA_VIOLATION"), all);
        JsonNode calls = json(run("vex:calls --json -n 2 index"));
        assertEquals(2, calls.size());
        assertEquals("SCHEMA_VIOLATION", calls.get(0).get("reason").asString());
        assertEquals("ann", calls.get(1).get("caller").get("name").asString());
        assertEquals("1.2.0", calls.get(1).get("version").asString());
        assertEquals(7, calls.get(1).get("argumentBytes").asLong());
        assertFalse(calls.get(1).has("reason"));
    }

    @Test
    void callsOfNoToolAndCountsOutOfRangeAreRejected() {
        assertThrows(ToolException.class, () -> run("vex:calls nothing"));
        for (String count : List.of("0", "10001", "x", "-1", "")) {
            assertThrows(
                    IllegalArgumentException.class, () -> run("vex:calls --count=" + count), count);
        }
    }

    @Test
    void topShowsWhatIsCalledWhileItMeasures() throws Exception {
        serve("index", "x");
        serve("idle", "x");
        call("idle", "ann");
        AtomicBoolean isOver = new AtomicBoolean();
        Thread caller =
                new Thread(
                        () -> {
                            while (!isOver.get()) {
                                try {
                                    call("index", "ann");
                                } catch (ToolException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        });
        caller.start();
        try {
            JsonNode top = json(run("vex:top --json"));
            JsonNode busiest = top.get("tools").get(0);
            assertEquals("index", busiest.get("tool").asString());
            assertTrue(busiest.get("callsPerSecond").asDouble() > 0, top::toString);
            JsonNode idle = top.get("tools").get(1);
            assertEquals("idle", idle.get("tool").asString());
            assertEquals(0, idle.get("callsPerSecond").asDouble());
            String text = run("vex:top -n 2");
            assertFits(text);
            assertEquals(2, text.lines().filter(each -> each.startsWith("NAME")).count(), text);
        } finally {
            isOver.set(true);
            caller.join(30_000);
        }
    }

    @Test
    void fuelShowsHowOftenHowMuch() throws Exception {
        serve("index", "x");
        call("index", "ann");
        call("index", "ann");
        String text = run("vex:fuel index");
        assertFits(text);
        assertTrue(text.contains("FUEL UP TO  CALLS"), text);
        assertTrue(text.contains("1,000       2      " + "#".repeat(40)), text);
        JsonNode fuel = json(run("vex:fuel --json index"));
        assertEquals(2, fuel.get("calls").asLong());
        long counted = 0;
        for (JsonNode count : fuel.get("durationsNanos").get("counts")) {
            counted += count.asLong();
        }
        assertEquals(2, counted);
        assertThrows(ToolException.class, () -> run("vex:fuel nothing"));
    }

    @Test
    void watchPrintsEventsFromANumberOn() throws Exception {
        serve("index", "x");
        put("index", ToolState.FAILED, "an\u001b[2J error", Optional.empty(), List.of());
        String text = run("vex:watch --since 0 -n 2");
        assertFits(text);
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(0).endsWith("  #1  index 1.2.0 is ACTIVE [index.wasm]"), text);
        assertTrue(text.contains("#2  index is FAILED: an\\u001b[2J error"), text);
        JsonNode second = json(run("vex:watch --json --since 1 -n 1"));
        assertEquals(2, second.get("sequence").asLong());
        assertEquals("ACTIVE", second.get("before").get("state").asString());
        assertEquals("FAILED", second.get("after").get("state").asString());
    }

    @Test
    void watchTellsWhatOperatorsDoAndEndsWithItsSession() throws Exception {
        serve("index", "x");
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        CommandSession session =
                processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
        Thread watching =
                new Thread(
                        () -> {
                            try {
                                session.execute("vex:watch");
                            } catch (Exception e) {
                                // It is interrupted.
                            }
                        });
        watching.start();
        // Granted again and again, because nobody sees from outside when the command has begun.
        Await.until(this::isRevocationSeen, () -> printed.toString(StandardCharsets.UTF_8));
        session.close();
        watching.join(30_000);
        assertFalse(watching.isAlive());
    }

    private boolean isRevocationSeen() {
        try {
            GrantsInfo ignored =
                    administration
                            .as(Caller.user("ann"))
                            .revoke("index", Capability.NETWORK, List.of());
            Thread.sleep(50);
        } catch (AdministrationException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return printed.toString(StandardCharsets.UTF_8).contains("index revoked by user 'ann'");
    }

    @Test
    void statesAreColouredOnATerminalAlone() throws Exception {
        serve("index", "x");
        assertFalse(run("vex:tools").contains("\u001b"));
        printed.reset();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
                CommandSession session =
                        processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            session.put("VEX_COLOURS", true);
            session.execute("vex:tools");
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("index  \u001b[32mACTIVE\u001b[0m  1.2.0"), text);
    }
}
