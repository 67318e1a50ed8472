package org.vexhost.loader.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.loader.admin.EventRing;
import org.vexhost.loader.admin.LoaderAdministration;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.denial.DenialCounter;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.execute.RegistryToolExecutor;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.shell.command.VexCommand;

@DisplayName("A tool that waits for its first grant")
class UngrantedToolTest {

    private static final byte[] DESCRIPTOR =
            """
            {"name": "new", "version": "1.0", "description": "Runs a\\u001b[2J script.",
             "abi": "command", "args": ["-e", "1\\n2"], "parameters": {"title": "schema"},
             "capabilities": {"environment": ["LANG", "NOT_SET_ANYWHERE"],
              "network": ["https://x"]}}
            """
                    .getBytes(StandardCharsets.UTF_8);

    private static final ArtifactDigest DIGEST = ArtifactDigest.of(DESCRIPTOR, new byte[] {1});

    @TempDir Path home;

    private final LiveToolRegistry registry = new LiveToolRegistry();
    private final RegistryToolExecutor executor =
            new RegistryToolExecutor(registry, HostSettings.Admission.DEFAULTS);
    private final RecordingAdmin admin = new RecordingAdmin();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(GogoStreams.SHARED);

    @BeforeEach
    void start() throws Exception {
        LoaderAdministration administration =
                new LoaderAdministration(
                        registry,
                        admin,
                        executor,
                        new DenialCounter(),
                        new FixedConfiguration(HostSettings.defaultsFor(home)),
                        new EventRing(registry));
        ToolCommands tools = new ToolCommands(administration);
        GrantCommands grants = new GrantCommands(administration);
        for (VexCommand command :
                ShellCommands.all(
                        tools,
                        new CallCommands(executor),
                        new LifecycleCommands(administration),
                        grants,
                        List.of())) {
            processor.addCommand("vex", command, command.name());
        }
        ToolDescriptor descriptor =
                ToolDescriptor.parse("new.tool.json", ToolDescriptor.Place.FILE, DESCRIPTOR);
        put(
                ToolState.BLOCKED,
                "needs environment",
                List.of(
                        new MissingCapability(
                                Capability.ENVIRONMENT, List.of("LANG", "NOT_SET_ANYWHERE"))),
                ToolDetails.of(descriptor, DIGEST, SandboxLimits.DEFAULTS));
    }

    private void put(
            ToolState state, String reason, List<MissingCapability> missing, ToolDetails details) {
        registry.put(
                new ToolEntry(
                        "new",
                        ToolEntry.Ownership.OWNER,
                        ArtifactKind.FILE_PAIR,
                        "new.tool.json",
                        state,
                        Instant.now(),
                        reason,
                        Optional.of("1.0"),
                        Optional.empty(),
                        missing,
                        Optional.of(details)));
    }

    @AfterEach
    void stop() {
        executor.close();
        processor.stop();
    }

    private String run(String line) throws Exception {
        return run(line, Optional.empty());
    }

    private String run(String line, Optional<Object> caller) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
                CommandSession session =
                        processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            caller.ifPresent(user -> session.put("vexhost.caller", user));
            Object ignored = session.execute(line);
            return printed.toString(StandardCharsets.UTF_8);
        }
    }

    private static void assertParts(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> part + "\nis not in\n" + text);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vex:describe new", "vex:grants new"})
    void isShownWithAllThatItAsksFor(String command) throws Exception {
        assertParts(
                run(command),
                "digest       " + DIGEST.text() + "\n",
                "module       " + DIGEST.moduleSha256() + "\n",
                "abi          command\n",
                "args/0       '-e'\n",
                "args/1       '1\\u000a2'\n",
                "environment LANG, NOT_SET_ANYWHERE; network https://x\n",
                "timeout PT30S",
                "description  Runs a\\u001b[2J script.\n",
                "\nparameters\n  {\n    \"title\" : \"schema\"");
        assertParts(
                run(command + " --json"),
                "\"digest\":\"" + DIGEST.text() + "\"",
                "\"abi\":\"command\"",
                "\"args\":[\"-e\",\"1\\n2\"]",
                "\"description\":\"Runs a\\u001B[2J script.\"",
                "\"parameters\":{\"title\":\"schema\"}",
                "\"timeout\":\"PT30S\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vex:describe new", "vex:grants new"})
    void isShownWithWhatIsKnownOfItWhenItIsNotAccepted(String command) throws Exception {
        byte[] json =
                new String(DESCRIPTOR, StandardCharsets.UTF_8)
                        .replace(
                                "\"abi\"",
                                "\"limits\": {\"maxFuel\": 77, \"timeout\": \"PT9M\"}, \"abi\"")
                        .getBytes(StandardCharsets.UTF_8);
        ToolDescriptor descriptor =
                ToolDescriptor.parse("new.tool.json", ToolDescriptor.Place.FILE, json);
        put(
                ToolState.FAILED,
                "/limits/timeout exceeds a ceiling",
                List.of(),
                ToolDetails.unaccepted(descriptor, Optional.of(DIGEST)));
        assertParts(
                run(command).replaceAll("[ ]+", " "),
                "\ndigest " + DIGEST.text() + "\n",
                "\nasks for environment LANG, NOT_SET_ANYWHERE; network https://x\n",
                "\nasks for limits maxFuel 77, timeout PT9M\n",
                "\ndescription Runs a\\u001b[2J script.\n");
        String scripted = run(command + " --json");
        assertParts(
                scripted,
                "\"digest\":\"" + DIGEST.text() + "\"",
                "\"requestedLimits\":{\"maxFuel\":77,\"timeout\":\"PT9M\"}",
                "\"requested\":{\"environment\":[\"LANG\",\"NOT_SET_ANYWHERE\"]");
        assertFalse(scripted.contains("\"limits\""), scripted);

        put(
                ToolState.WAITING,
                "waits for 'new.wasm'",
                List.of(),
                ToolDetails.unaccepted(descriptor, Optional.empty()));
        assertParts(run(command).replaceAll("[ ]+", " "), "\nasks for limits maxFuel 77,");
        assertFalse(run(command).contains("digest"), "nobody knows its digest");
        assertFalse(run(command + " --json").contains("igest\""), "nobody knows its digest");
    }

    @Test
    void isGrantedWhatThisArtifactAsksForAndNoOther() throws Exception {
        String granted =
                "grant new [environment LANG, environment NOT_SET_ANYWHERE] same " + DIGEST;
        for (String line :
                List.of(
                        "vex:grant new environment",
                        "vex:grant --digest=" + DIGEST + " new environment")) {
            admin.done().add("nothing");
            run(line);
            assertEquals(granted, admin.last(), line);
        }
        run("vex:grant new environment HOME --digest=" + DIGEST);
        assertEquals("grant new [environment HOME] same " + DIGEST, admin.last());
    }

    @Test
    void isGrantedNothingIfItIsNotWhatTheOperatorSaw() {
        String line = "vex:grant new environment --digest=";
        AdministrationException other =
                assertThrows(AdministrationException.class, () -> run(line + "f".repeat(64)));
        assertEquals(
                "Another version of tool 'new' waits [%s]".formatted(DIGEST), other.getMessage());
        // The beginning of a digest is easily that of two artifacts.
        String start = DIGEST.text().substring(0, 70);
        assertThrows(IllegalArgumentException.class, () -> run(line + start));
        assertThrows(
                IllegalArgumentException.class, () -> run("vex:grant new environment --digest"));
        assertEquals("nothing", admin.last());
    }

    @Test
    void isGrantedASecretWithItsOriginsAndHeaders() throws Exception {
        String one = "API_KEY --origin https://a.example --header authorization";
        assertParts(run("vex:grant new secret " + one), "secret " + one + "\n");
        assertEquals("grant new [secret " + one + "] same", admin.last());
        run(
                "vex:grant new secret A B --origin=https://a,https://b --header X-Key --header"
                        + " authorization");
        String rest = " --origin https://a,https://b --header authorization,x-key";
        assertEquals("grant new [secret A" + rest + ", secret B" + rest + "] same", admin.last());
        run("vex:revoke new secret API_KEY");
        assertEquals("revoke new SECRET [API_KEY]", admin.last());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "secret A --header x|grant of secret 'A' names no origin; add --origin ORIGIN",
                "secret A --origin https://a|grant of secret 'A' names no header field; add"
                        + " --header HEADER",
                "secret --origin https://a --header x|grant of secret names nothing, and tool"
                        + " 'new' asks for nothing in particular",
                "secret A --header x --origin|vex:grant: option --origin has no value",
                "secret A --header= --origin x|vex:grant: option --header has no value",
                "network https://a --header x|vex:grant: options --origin and --header go with"
                        + " capability 'secret' only"
            })
    void isGrantedNothingIfTheLineIsNotWhole(String rest, String problem) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> run("vex:grant new " + rest), rest);
        assertEquals(problem, String.valueOf(e.getMessage()).replaceFirst("; usage: .*", ""));
        assertEquals("nothing", admin.last());
    }

    @Test
    void isGrantedBySomebodyWhomTheLogCanName() throws Exception {
        String host = "user '" + System.getProperty("user.name") + "'";
        run("vex:grant new environment");
        assertEquals(host, admin.caller);
        Principal ann = () -> "ann\u001b[2J";
        run("vex:grant new environment", Optional.of(ann));
        assertEquals("user 'ann\\u001b[2J'", admin.caller);
        // As a script could.
        run("vexhost.caller = bob; vex:grant new environment", Optional.of("bob"));
        assertEquals(host, admin.caller);
    }

    @Test
    void isWarnedOfWhatAGrantDoesNotGive() throws Exception {
        admin.granted =
                new ToolGrants(
                        Grants.of(
                                new Grant.Environment("NOT_SET_ANYWHERE"),
                                new Grant.Environment("NOT_SET_*"),
                                new Grant.Environment("PATH")),
                        Optional.empty(),
                        Optional.empty(),
                        ToolGrants.Follow.APPROVE_UPDATES);
        String text = run("vex:grants new").replaceAll("\\s+", " ");
        assertParts(
                text,
                "warning environment NOT_SET_ANYWHERE is not set where the host was started",
                "warning environment NOT_SET_* is not set where the host was started");
        assertFalse(text.contains("environment PATH is not set"), text);
        assertParts(
                run("vex:grant new secret A --origin http://a --header x").replaceAll("\\s+", " "),
                "warning secret A goes to http://a unencrypted",
                "warning secret A has origin http://a, which network does not: it is never sent");
        assertParts(
                run("vex:grant new network 10.0.0.0/8").replaceAll("\\s+", " "),
                "network 10.0.0.0/8",
                "warning network has address ranges and no origin: the tool reaches nothing");
    }
}
