package org.vexhost.loader.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.denial.DenialCounter;
import org.vexhost.loader.deploy.TestFactories;
import org.vexhost.loader.deploy.operator.AdminException;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.descriptor.RequestedCapabilities;
import org.vexhost.loader.execute.RegistryToolExecutor;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.sandbox.spi.Denial;

@DisplayName("In Gogo's shell")
class ShellCommandsTest {

    private final LiveToolRegistry registry = new LiveToolRegistry();
    private final RegistryToolExecutor executor =
            new RegistryToolExecutor(registry, HostSettings.Admission.DEFAULTS);
    private final RecordingAdmin admin = new RecordingAdmin();
    private final DenialCounter denials = new DenialCounter();
    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(threads);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void registerCommands() {
        threads.start();
        ToolCommands tools = new ToolCommands(registry, executor);
        for (VexCommand command :
                ShellCommands.all(
                        tools,
                        new CallCommands(executor),
                        new LifecycleCommands(admin),
                        new GrantCommands(registry, admin, denials),
                        new CallerCommands().commands())) {
            processor.addCommand("vex", command, command.name());
        }
        processor.addCommand("vex", ShellCommands.values(tools::names), "__names");
    }

    @AfterEach
    void stop() {
        executor.close();
        processor.stop();
        threads.stop();
    }

    /** What a line prints, and then what it returns. */
    private String run(String line) throws Exception {
        printed.reset();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
                CommandSession session =
                        processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            Object result = session.execute(line);
            String text = printed.toString(StandardCharsets.UTF_8);
            return (text + (result == null ? "" : result)).replaceFirst("\n$", "");
        }
    }

    private record Echo(ToolDefinition definition) implements Tool {
        @Override
        public Json execute(ToolCall call) {
            return call.arguments();
        }
    }

    private static final RequestedCapabilities ASKS =
            new RequestedCapabilities(
                    Set.of(Capability.ENVIRONMENT, Capability.FILE_SYSTEM),
                    List.of("LANG", "LC_*"),
                    List.of(new RequestedCapabilities.Directory("/data", Grant.Access.READ)),
                    List.of(),
                    List.of());

    private void serve(String name, String description) {
        ToolDefinition definition =
                ToolDefinition.of(name, "1.2.0", description, Json.parse("{\"type\":\"object\"}"));
        ServedTool served =
                new ServedTool(
                        new Echo(definition),
                        definition,
                        ASKS,
                        SandboxLimits.DEFAULTS,
                        Optional.empty(),
                        TestFactories.schemas(definition));
        put(name, ToolState.ACTIVE, "", Optional.of(served), List.of());
    }

    private void put(
            String name,
            ToolState state,
            String reason,
            Optional<ServedTool> serving,
            List<MissingCapability> missing) {
        registry.put(
                new ToolEntry(
                        name,
                        ToolEntry.Ownership.OWNER,
                        ArtifactKind.SINGLE_FILE,
                        name + ".wasm",
                        state,
                        Instant.now(),
                        reason,
                        serving.map(each -> each.definition().version()),
                        serving,
                        missing,
                        serving.map(ShellCommandsTest::details)));
    }

    private static ToolDetails details(ServedTool served) {
        return new ToolDetails(
                served.definition(),
                served.requested(),
                Optional.of(served.limits()),
                Optional.empty(),
                served.digest(),
                List.of());
    }

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
    @DisplayName("vex:grant and vex:revoke")
    class Granting {

        @Test
        void takeDirectoriesWithOptions() throws Exception {
            serve("index", "x");
            run("vex:grant index fileSystem /data=/srv/docs:ro");
            assertEquals("grant index [fileSystem /data=/srv/docs:ro] same", admin.last());
            run("vex:grant index file-system '/a=/x/y:z:rw:shared:bytes=10:files=3' /b:rw");
            assertEquals(
                    "grant index [fileSystem /a=/x/y:z:rw:shared:bytes=10:files=3,"
                            + " fileSystem /b=/home/data/index:rw] same",
                    admin.last());
        }

        @Test
        void takeVariablesOriginsAndFollow() throws Exception {
            serve("index", "x");
            run("vex:grant --follow index environment LANG 'LC_*'");
            assertEquals(
                    "grant index [environment LANG, environment LC_*] TRUST_UPDATES", admin.last());
            run("vex:grant index network https://api.example.com");
            assertEquals("grant index [network https://api.example.com] same", admin.last());
            run("vex:grant index cryptography");
            assertEquals("grant index [cryptography ] same", admin.last());
        }

        @Test
        void grantWhatTheToolAsksForWhenNothingIsNamed() throws Exception {
            serve("index", "x");
            run("vex:grant index environment");
            assertEquals("grant index [environment LANG, environment LC_*] same", admin.last());
            run("vex:grant index fileSystem");
            assertEquals("grant index [fileSystem /data=/home/data/index:ro] same", admin.last());
        }

        @Test
        void refuseWhatIsNoGrant() {
            serve("index", "x");
            for (String line :
                    List.of(
                            "vex:grant index fileSystem data=/srv",
                            "vex:grant index fileSystem /data=relative",
                            "vex:grant index environment '*'",
                            "vex:grant index network ftp://x",
                            "vex:grant index network",
                            "vex:grant index nonsense",
                            "vex:grant index subprocess",
                            "vex:grant index pureComputation",
                            "vex:grant index cryptography x",
                            "vex:grant index fileSystem /data=/srv:bytes=x")) {
                assertThrows(IllegalArgumentException.class, () -> run(line), line);
            }
        }

        @Test
        void takeThingsBack() throws Exception {
            run("vex:revoke index environment LANG");
            assertEquals("revoke index ENVIRONMENT [LANG]", admin.last());
            run("vex:revoke index fileSystem");
            assertEquals("revoke index FILE_SYSTEM []", admin.last());
        }

        @Test
        void takeEverythingBackThoughAPartCannotBeWrittenDown() {
            admin.granted =
                    new ToolGrants(
                            Grants.of(new Grant.Environment("LANG"), new Grant.Cryptography()),
                            Optional.empty(),
                            Optional.empty(),
                            ToolGrants.Follow.APPROVE_UPDATES);
            admin.unwritable = Optional.of(Capability.ENVIRONMENT);
            GrantException e = assertThrows(GrantException.class, () -> run("vex:revoke index"));
            assertEquals("disk is full", e.getMessage());
            assertEquals(
                    Set.of(
                            "nothing",
                            "revoke index ENVIRONMENT []",
                            "revoke index CRYPTOGRAPHY []"),
                    Set.copyOf(admin.done()));
        }

        @Test
        void showWhatIsMissing() throws Exception {
            put(
                    "asking",
                    ToolState.BLOCKED,
                    "needs environment",
                    Optional.empty(),
                    List.of(new MissingCapability(Capability.ENVIRONMENT, List.of("LANG"))));
            assertEquals(
                    """
                    tool     asking
                    missing  environment LANG
                    granted  nothing but computing
                    updates  wait for vex:approve\
                    """,
                    run("vex:grants asking"));
            run("vex:grant asking environment");
            assertEquals("grant asking [environment LANG] same", admin.last());
        }

        @Test
        void showsDenialsWithTheGrantThatWouldAllowThem() throws Exception {
            serve("index", "x");
            assertEquals("Tool 'index' was denied nothing", run("vex:denials index"));
            denials.denied(new Denial("index", "path_open", Capability.FILE_SYSTEM, "/etc"));
            assertEquals(
                    """
                    FUNCTION   CAPABILITY  COUNT  LAST  WHAT
                    path_open  fileSystem  1      0 s   /etc
                        to allow: vex:grant index fileSystem /etc=/HOST/FOLDER:ro\
                    """,
                    run("vex:denials index"));
            denials.denied(new Denial("index", "path_open", Capability.FILE_SYSTEM, "/var"));
            assertEquals(
                    """
                    FUNCTION   CAPABILITY  COUNT  LAST  WHAT
                    path_open  fileSystem  2      0 s   /etc, /var
                        to allow: vex:grant index fileSystem /etc=/HOST/FOLDER:ro
                        to allow: vex:grant index fileSystem /var=/HOST/FOLDER:ro\
                    """,
                    run("vex:denials index"));
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
            AdminException other =
                    assertThrows(
                            AdminException.class, () -> run("vex:approve new " + "f".repeat(64)));
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

    @Nested
    @DisplayName("text of a tool that holds control characters")
    class Hostile {

        private static final String EVIL = "\u001b[2J\n\r\u0085\u2028\u202e\u200bgranted  all";
        private static final String SAFE =
                "\\u001b[2J\\u000a\\u000d\\u0085\\u2028\\u202e\\u200bgranted  all";

        @BeforeEach
        void deploy() {
            registry.put(
                    new ToolEntry(
                            "evil" + EVIL,
                            ToolEntry.Ownership.OWNER,
                            ArtifactKind.SINGLE_FILE,
                            "evil" + EVIL + ".wasm",
                            ToolState.BLOCKED,
                            Instant.now(),
                            "needs fileSystem /x" + EVIL,
                            Optional.of("1" + EVIL),
                            Optional.empty(),
                            List.of(
                                    new MissingCapability(
                                            Capability.FILE_SYSTEM, List.of("/x" + EVIL))),
                            Optional.empty()));
            put("good", ToolState.BLOCKED, "needs " + EVIL, Optional.empty(), List.of());
            admin.change =
                    new VersionChange(
                            "new",
                            "1" + EVIL,
                            "2" + EVIL,
                            "aaa",
                            "bbb",
                            List.of("+ capability fileSystem /x" + EVIL));
            admin.deployed = "still being written" + EVIL;
        }

        @Test
        void neverDrivesTheTerminalNorBeginsALine() throws Exception {
            for (String command :
                    List.of(
                            "tools",
                            "describe good",
                            "describe 'evil" + EVIL + "'",
                            "grants 'evil" + EVIL + "'",
                            "approve --dry-run new",
                            "approve new",
                            "deploy /tmp/new.wasm")) {
                String text = run("vex:" + command);
                assertTrue(MessageText.isPrintable(text.replace("\n", "")), command);
                text.lines().forEach(line -> assertFalse(line.startsWith("granted  all"), command));
            }
        }

        @Test
        void isShownEscaped() throws Exception {
            assertTrue(run("vex:tools").contains("needs " + SAFE));
            assertEquals("new 1.0 is ACTIVE: still being written" + SAFE, run("vex:deploy /tmp/x"));
        }

        @Test
        void isEscapedInTheErrorOfACall() {
            ToolException e = assertThrows(ToolException.class, () -> run("vex:call good"));
            assertEquals("Tool 'good' is blocked [needs %s]".formatted(SAFE), e.error().message());
        }
    }

    @Test
    @DisplayName("a line of an approval that is long goes on deeper than any line begins")
    void longLinesOfAnApprovalCannotLookLikeOthers() throws Exception {
        String forged = "+ capability fileSystem /x" + " ".repeat(60) + "- capability network all";
        admin.change = new VersionChange("new", "1.0", "2.0", "a", "b", List.of(forged));
        assertEquals(
                """
                new: 1.0 -> 2.0
                artifact b
                  + capability fileSystem /x
                      - capability network all
                approved\
                """,
                run("vex:approve new"));
    }

    @Test
    @DisplayName("what a tool asks for is a name in the guest, never a folder of the host")
    void aGuestNameIsNotTakenForAHostFolder() throws Exception {
        for (String guest : List.of("/x=/etc", "/x=/etc:rw", "/x:bytes=99")) {
            put(
                    "evil",
                    ToolState.BLOCKED,
                    "needs fileSystem",
                    Optional.empty(),
                    List.of(new MissingCapability(Capability.FILE_SYSTEM, List.of(guest))));
            run("vex:grant evil fileSystem");
            String shown = guest.replaceAll(":rw$", "");
            assertEquals(
                    "grant evil [fileSystem %s=/home/data/evil:%s] same"
                            .formatted(shown, guest.endsWith(":rw") ? "rw" : "ro"),
                    admin.last());
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
