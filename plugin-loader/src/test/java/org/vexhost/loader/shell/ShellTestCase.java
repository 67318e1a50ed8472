package org.vexhost.loader.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.loader.admin.EventRing;
import org.vexhost.loader.admin.LoaderAdministration;
import org.vexhost.loader.capability.EnvironmentCapability.Variable;
import org.vexhost.loader.capability.FileSystemCapability.Directory;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.denial.DenialCounter;
import org.vexhost.loader.deploy.TestFactories;
import org.vexhost.loader.execute.RegistryToolExecutor;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.shell.command.VexCommand;

/** The commands in a shell, over tools that a test makes up. */
abstract class ShellTestCase {

    final LiveToolRegistry registry = new LiveToolRegistry();

    final RegistryToolExecutor executor =
            new RegistryToolExecutor(registry, HostSettings.Admission.DEFAULTS);

    final RecordingAdmin admin = new RecordingAdmin();
    final DenialCounter denials = new DenialCounter();
    final CommandProcessorImpl processor = new CommandProcessorImpl(GogoStreams.SHARED);
    final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    final EventRing events = new EventRing(registry);

    final HostCommands host = new HostCommands();

    @TempDir Path home;
    LoaderAdministration administration;

    @BeforeEach
    void registerCommands() {
        administration =
                new LoaderAdministration(
                        registry,
                        admin,
                        executor,
                        denials,
                        new FixedConfiguration(HostSettings.defaultsFor(home)),
                        events);
        ToolCommands tools = new ToolCommands(administration);
        for (VexCommand command :
                ShellCommands.all(
                        tools,
                        new CallCommands(executor),
                        new LifecycleCommands(administration),
                        new GrantCommands(administration),
                        Stream.of(
                                        new CallerCommands().commands(),
                                        new ActivityCommands(administration).commands(),
                                        host.commands())
                                .flatMap(List::stream)
                                .toList())) {
            processor.addCommand("vex", command, command.name());
        }
        processor.addCommand("vex", ShellCommands.values(tools::names), "__names");
    }

    @AfterEach
    void stop() {
        events.close();
        executor.close();
        processor.stop();
    }

    /** What a line prints, and then what it returns. */
    String run(String line) throws Exception {
        printed.reset();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
                CommandSession session =
                        processor.createSession(new ByteArrayInputStream(new byte[0]), out, out)) {
            Object result = session.execute(line);
            String text = printed.toString(StandardCharsets.UTF_8);
            return (text + (result == null ? "" : result)).replaceFirst("\n$", "");
        }
    }

    record Echo(ToolDefinition definition) implements Tool {
        @Override
        public Json execute(ToolCall call) {
            return call.arguments();
        }
    }

    static final RequestedCapabilities ASKS =
            RequestedCapabilities.of(
                    List.of(
                            new Variable("LANG"),
                            new Variable("LC_*"),
                            new Directory("/data", Grant.Access.READ)));

    void serve(String name, String description) {
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

    void put(
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
                        serving.map(ShellTestCase::details)));
    }

    static ToolDetails details(ServedTool served) {
        return new ToolDetails(
                served.definition(),
                served.requested(),
                Optional.of(served.limits()),
                Optional.empty(),
                served.digest(),
                List.of(),
                Optional.empty());
    }
}
