package org.vexhost.loader.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.AdministrationException;

@DisplayName("In Gogo's shell")
class ShellCommandsTest extends ShellTestCase {

    @Nested
    @DisplayName("vex:tools")
    class Tools {

        @Test
        void listsToolsInColumnsWithTheirReasons() throws Exception {
            serve("text-stats", "counts");
            put(
                    "broken",
                    ToolState.FAILED,
                    "module must export 'vex_execute(u32, u32) -> u64', and a reason that is"
                            + " longer than one line of a terminal goes on in the next",
                    Optional.empty(),
                    List.of());
            run("vex:call text-stats '{}'");
            assertEquals(
                    """
                    NAME        STATE   VERSION  SINCE  CALLS  FAILED  FROM
                    broken      FAILED  -        0 s    0      0       broken.wasm
                        module must export 'vex_execute(u32, u32) -> u64', and a reason that is
                        longer than one line of a terminal goes on in the next
                    text-stats  ACTIVE  1.2.0    0 s    1      0       text-stats.wasm\
                    """,
                    run("vex:tools"));
        }

        @Test
        void saysWhatToDoWhenThereAreNone() throws Exception {
            assertEquals(
                    "no tools; copy one into the tools folder, or use vex:deploy FILE",
                    run("vex:tools"));
        }

        @Test
        void givesScriptsJson() throws Exception {
            serve("text-stats", "counts");
            put(
                    "asking",
                    ToolState.BLOCKED,
                    "needs environment",
                    Optional.empty(),
                    List.of(new MissingCapability(Capability.ENVIRONMENT, List.of("LANG"))));
            String json = run("vex:tools --json");
            Json.parse(json);
            assertTrue(
                    json.startsWith("[{\"name\":\"asking\",\"owner\":true,\"state\":\"BLOCKED\""));
            assertTrue(
                    json.contains(
                            "\"missing\":[{\"capability\":\"environment\",\"values\":[\"LANG\"]}]"));
            assertTrue(json.contains("\"servingVersion\":\"1.2.0\""));
        }

        @Test
        void printsIntoAPipe() throws Exception {
            serve("text-stats", "counts");
            processor.addCommand("t", new Upper(), "upper");
            assertTrue(run("vex:tools | t:upper").contains("TEXT-STATS"));
        }

        @Test
        void completesNames() throws Exception {
            serve("b", "x");
            serve("a", "x");
            assertEquals("[a, b]", run("vex:__names"));
        }
    }

    /** Reads what another command printed. */
    public static final class Upper {
        public String upper() throws Exception {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    .toUpperCase(Locale.ROOT);
        }
    }

    @Nested
    @DisplayName("vex:call")
    class Calls {

        @Test
        void printsTheResult() throws Exception {
            serve("echo", "x");
            assertEquals("{\"a\":[1]}", run("vex:call echo '{\"a\":[1]}'"));
            assertEquals("{}", run("vex:call echo"));
        }

        @Test
        void asksForQuotesWhereTheShellTookThemAway() {
            serve("echo", "x");
            var thrown =
                    assertThrows(
                            IllegalArgumentException.class, () -> run("vex:call echo {\"a\":1}"));
            assertTrue(thrown.getMessage().contains("put them in single quotes"));
        }

        @Test
        void readsAFile(@TempDir Path folder) throws Exception {
            serve("echo", "x");
            Path file = Files.writeString(folder.resolve("arguments.json"), "{\"b\":2}");
            assertEquals("{\"b\":2}", run("vex:call echo '@" + file + "'"));
        }

        @Test
        void printsUsageWhenAsked() throws Exception {
            serve("echo", "x");
            String full = run("vex:call --full echo '{}'");
            assertTrue(
                    full.startsWith("{\"tool\":\"echo\",\"version\":\"1.2.0\",\"fuelConsumed\":0"));
        }

        @Test
        void neverWritesGuestTextRawToTheTerminal() throws Exception {
            serve("echo", "x");
            String arguments = "{\"a\":\"x\u009b31m\u202e\u007f é 😀\"}";
            String text = run("vex:call echo '" + arguments + "'");
            assertEquals("{\"a\":\"x\\u009b31m\\u202e\\u007f é 😀\"}", text);
        }

        @Test
        void throwsTheToolsError() {
            var thrown = assertThrows(ToolException.class, () -> run("vex:call nobody '{}'"));
            assertEquals(ErrorReason.NO_SUCH_TOOL, thrown.error().reason());
        }

        @Test
        void refusesWhatIsNotJson() {
            serve("echo", "x");
            var thrown =
                    assertThrows(
                            IllegalArgumentException.class, () -> run("vex:call echo '{a:1}'"));
            assertTrue(
                    thrown.getMessage().startsWith("arguments are not JSON; put them in single"));
        }
    }

    @Nested
    @DisplayName("vex:describe and vex:limits")
    class Describes {

        @Test
        void showAToolInFull() throws Exception {
            serve("echo", "says what\u001b[2J it is told");
            assertEquals(
                    """
                    name         echo
                    state        ACTIVE for 0 s
                    artifact     echo.wasm (single file)
                    version      1.2.0
                    asks for     environment LANG, LC_*; fileSystem /data:ro
                    limits       maxMemoryBytes 67108864, maxFuel 10000000, timeout PT30S,
                                 maxTableElements 1000, maxOutputBytes 10485760, maxInputBytes
                                 10485760, maxCallDepth 100000
                    description  says what\\u001b[2J it is told
                    parameters
                      {
                        "type" : "object"
                      }\
                    """,
                    run("vex:describe echo"));
            assertTrue(run("vex:limits echo").contains("maxFuel           10,000,000"));
        }

        @Test
        void failForAnotherName() {
            assertThrows(ToolException.class, () -> run("vex:describe nobody"));
            assertThrows(ToolException.class, () -> run("vex:limits nobody"));
        }
    }

    @Nested
    @DisplayName("vex:deploy, undeploy, enable, disable, approve")
    class Lifecycle {

        @Test
        void saySoWhenTheyAreDone() throws Exception {
            assertEquals("new 1.0 is ACTIVE", run("vex:deploy /tmp/new.wasm"));
            assertEquals("removed /home/tools/new.wasm", run("vex:undeploy new"));
            assertEquals("new is enabled", run("vex:enable new"));
            assertEquals("new is disabled", run("vex:disable new"));
        }

        @Test
        void approveShowsTheDifferenceFirst() throws Exception {
            String digest = RecordingAdmin.DIGEST;
            String text =
                    """
                    new: 1.0 -> 2.0
                    artifact %s
                      + environment HOME
                    """
                            .formatted(digest);
            String command = "vex:approve new " + digest;
            assertEquals(
                    text + "not approved; to approve this artifact and no other:\n" + command,
                    run("vex:approve --dry-run new"));
            assertFalse(admin.last().startsWith("approve"));
            assertEquals(text + "approved", run("vex:approve new"));
            assertEquals("approve new " + digest, admin.last());
            assertEquals(text + "approved", run(command));
        }

        @Test
        void approveTakesTheArtifactThatTheOperatorSaw() throws Exception {
            String hex = RecordingAdmin.DIGEST.substring("sha256:".length());
            for (String words :
                    List.of(
                            hex.toUpperCase(Locale.ROOT),
                            RecordingAdmin.DIGEST,
                            "--digest=" + RecordingAdmin.DIGEST)) {
                admin.done().add("nothing");
                assertTrue(run("vex:approve new " + words).endsWith("\napproved"), words);
                assertEquals("approve new " + RecordingAdmin.DIGEST, admin.last());
            }
        }

        @Test
        void approveRefusesAnotherArtifactThanTheOperatorSaw() {
            AdministrationException other =
                    assertThrows(
                            AdministrationException.class,
                            () -> run("vex:approve new " + "f".repeat(64)));
            assertEquals(
                    "Another version of tool 'new' waits [%s]".formatted(RecordingAdmin.DIGEST),
                    other.getMessage());
            for (String wrong :
                    List.of(
                            RecordingAdmin.DIGEST.substring(0, 70),
                            "x".repeat(64),
                            "0".repeat(65))) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> run("vex:approve new " + wrong),
                        wrong);
            }
            assertEquals("nothing", admin.last());
        }
    }

    @Test
    @DisplayName("no line is wider than 80 columns")
    void nothingIsTooWide() throws Exception {
        serve("a".repeat(64), "word ".repeat(500));
        serve("b", "x".repeat(3_000));
        Map<String, String> outputs = new TreeMap<>();
        for (String command :
                List.of("commands", "tools", "stats", "describe b", "limits b", "grants b")) {
            outputs.put(command, run("vex:" + command));
        }
        outputs.forEach(
                (command, text) ->
                        text.lines()
                                .forEach(
                                        line ->
                                                assertTrue(
                                                        line.length() <= 80,
                                                        command + ": " + line)));
    }
}
