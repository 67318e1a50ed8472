package org.vexhost.loader.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.Settings;
import org.vexhost.api.admin.ThreadOverview;
import org.vexhost.loader.Await;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("In Gogo's shell")
class HostCommandsTest extends ShellTestCase {

    private final Tail tail = new Tail();

    private static final class Tail implements LogTail {
        private final List<Line> lines = new CopyOnWriteArrayList<>();

        void add(Level level, String tool, String message) {
            lines.add(
                    new Line(
                            lines.size() + 1L,
                            Instant.EPOCH,
                            level,
                            "a.Logger",
                            "main",
                            Optional.of(tool).filter(each -> !each.isEmpty()),
                            message));
        }

        @Override
        public long lastSequence() {
            return lines.size();
        }

        @Override
        public long firstSequence() {
            return 1;
        }

        @Override
        public List<Line> after(long sequence, int max) {
            return lines.stream().filter(each -> each.sequence() > sequence).limit(max).toList();
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void whatIsNotInstalledIsSaid() {
        for (String line : List.of("vex:logs", "vex:config", "vex:threads")) {
            AdministrationException e =
                    assertThrows(AdministrationException.class, () -> run(line));
            assertEquals(AdministrationException.Reason.NOT_FOUND, e.reason());
            assertTrue(e.getMessage().contains("is not installed"), e.getMessage());
        }
        host.setLog(tail);
        host.unsetLog(tail);
        assertThrows(AdministrationException.class, () -> run("vex:logs"));
    }

    @Test
    void logsAreOfOneToolFromALevelOnAndTheLast() throws Exception {
        host.setLog(tail);
        tail.add(LogTail.Level.INFO, "a", "one");
        tail.add(LogTail.Level.WARN, "b", "two");
        tail.add(LogTail.Level.DEBUG, "a", "three");
        tail.add(LogTail.Level.ERROR, "", "four\u001b[2J");
        assertEquals(List.of("one", "three"), last(run("vex:logs a")));
        assertEquals(List.of("three"), last(run("vex:logs -n 1 a")));
        assertEquals(List.of("two", "four\\u001b[2J"), last(run("vex:logs --level warn")));
        JsonNode line = json(run("vex:logs --json --lines 1"));
        assertEquals("ERROR", line.get("level").asString());
        assertEquals(4, line.get("sequence").asLong());
        assertFalse(line.has("tool"));
        assertThrows(IllegalArgumentException.class, () -> run("vex:logs --level LOUD"));
        assertThrows(IllegalArgumentException.class, () -> run("vex:logs '../x'"));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static List<String> last(String text) {
        return text.lines().map(each -> each.substring(each.lastIndexOf(' ') + 1)).toList();
    }

    @Test
    void logsGoOnUntilTheSessionEnds() throws Exception {
        host.setLog(tail);
        tail.add(LogTail.Level.INFO, "a", "old");
        // Buffered, as a client's output is: a line has to come all the same.
        PrintStream out =
                new PrintStream(new BufferedOutputStream(printed), false, StandardCharsets.UTF_8);
        CommandSession session =
                processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
        Thread following =
                new Thread(
                        () -> {
                            try {
                                session.execute("vex:logs -f a");
                            } catch (Exception e) {
                                // It is interrupted.
                            }
                        });
        following.start();
        Await.until(() -> printed().contains("old"), this::printed);
        tail.add(LogTail.Level.INFO, "b", "other");
        tail.add(LogTail.Level.INFO, "a", "new");
        Await.until(() -> printed().contains("new"), this::printed);
        assertFalse(printed().contains("other"));
        session.close();
        following.join(30_000);
        assertFalse(following.isAlive());
    }

    @Test
    void settingsAreShownWithTheirDefaults() throws Exception {
        Settings two =
                () ->
                        List.of(
                                new Settings.Setting(
                                        "z.pid",
                                        "first",
                                        "1",
                                        Optional.of("1"),
                                        Settings.Source.DEFAULT),
                                new Settings.Setting(
                                        "z.pid",
                                        "second",
                                        "x".repeat(90),
                                        Optional.of("2"),
                                        Settings.Source.CONFIGURED));
        host.addSettings(two);
        host.addSettings(
                () ->
                        List.of(
                                new Settings.Setting(
                                        "a.pid",
                                        "only",
                                        "7",
                                        Optional.empty(),
                                        Settings.Source.CONFIGURED)));
        String all = run("vex:config");
        all.lines().forEach(line -> assertTrue(line.length() <= 80, line));
        assertTrue(all.startsWith("a.pid\nSETTING  DEFAULT  VALUE\nonly     -        7"), all);
        assertTrue(all.contains("\n\nz.pid\n"), all);
        JsonNode configured = json(run("vex:config --json --configured z"));
        assertEquals(1, configured.size());
        assertEquals("second", configured.get(0).get("name").asString());
        assertTrue(configured.get(0).get("configured").asBoolean());
        host.removeSettings(two);
        assertEquals("no settings", run("vex:config z"));
    }

    @Test
    void threadsAreShownByKindAndEach() throws Exception {
        host.setThreads(
                () ->
                        List.of(
                                thread("call-1", ThreadOverview.State.RUNNING),
                                thread("call-2", ThreadOverview.State.IN_HOST_CALL)));
        assertEquals(
                """
                COUNT  RUNNING  WAITING  BLOCKED  IN CALLS  CPU    THREADS
                2      1        0        0        1         10 ms  call\
                """,
                run("vex:threads"));
        assertEquals(
                """
                THREAD  STATE         CPU      AT
                call-1  running       5000 µs  Type.method
                call-2  in host call  5000 µs  Type.method\
                """,
                run("vex:threads --all"));
        assertEquals(
                "IN_HOST_CALL", json(run("vex:threads --json")).get(1).get("state").asString());
    }

    private static ThreadOverview.ThreadFacts thread(String name, ThreadOverview.State state) {
        return new ThreadOverview.ThreadFacts(
                name, "call", state, Optional.of(Duration.ofMillis(5)), Optional.of("Type.method"));
    }
}
