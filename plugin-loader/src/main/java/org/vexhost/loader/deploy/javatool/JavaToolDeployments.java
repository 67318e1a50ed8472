package org.vexhost.loader.deploy.javatool;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.core.Deployment;
import org.vexhost.loader.deploy.core.DeploymentTable;
import org.vexhost.loader.deploy.core.EventSink;
import org.vexhost.loader.deploy.core.NameOwnership;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.state.DeploymentState.Life;
import org.vexhost.loader.deploy.state.Problem;
import org.vexhost.loader.deploy.state.Problem.Retry;
import org.vexhost.loader.deploy.version.ToolRejectedException;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.descriptor.RequestedLimits;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.LongName;
import org.vexhost.loader.schema.ToolSchemas;
import org.vexhost.loader.work.ControlThread;

/** Deploys and removes Java tools. Confined to the control thread. */
public final class JavaToolDeployments {

    private static final Logger LOG = LoggerFactory.getLogger(JavaToolDeployments.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration NO_THREAD_PAUSE = Duration.ofSeconds(1);

    private final ControlThread control;
    private final DeploymentTable table;
    private final NameOwnership ownership;
    private final EventSink events;
    private final Supplier<HostSettings> settings;
    private final Map<JavaTool, Deployment> byTool = new HashMap<>();
    private final Map<JavaTool, Described> described = new HashMap<>();

    public JavaToolDeployments(
            ControlThread control,
            DeploymentTable table,
            NameOwnership ownership,
            EventSink events,
            Supplier<HostSettings> settings) {
        this.control = control;
        this.table = table;
        this.ownership = ownership;
        this.events = events;
        this.settings = settings;
    }

    /** The definition, requests and limits that a tool states for itself. */
    private record Described(
            ToolDefinition definition,
            RequestedCapabilities requested,
            SandboxLimits limits,
            ToolSchemas schemas) {

        /** Asks the tool for these. Passes on every exception that the tool throws. */
        static Described of(Tool tool, HostSettings now)
                throws InvalidSchemaException, DescriptorException {
            ToolDefinition definition =
                    Objects.requireNonNull(tool.definition(), "it has no definition");
            ToolSchemas schemas = ToolSchemas.compile(definition);
            LongName.warningOf(definition.name()).ifPresent(LOG::warn);
            for (String warning : schemas.warnings()) {
                LOG.warn("Tool '{}': {}", definition.name(), warning);
            }
            Duration wanted = tool.timeout();
            Duration most = now.ceilings().timeout();
            return new Described(
                    definition,
                    RequestedCapabilities.of(Set.copyOf(tool.capabilities())),
                    RequestedLimits.NONE
                            .within(now.defaults(), now.ceilings(), definition.name())
                            .toBuilder()
                            .timeout(wanted.compareTo(most) > 0 ? most : wanted)
                            .build(),
                    schemas);
        }
    }

    /**
     * Adds a tool. A separate thread asks the tool for its definition, because the tool may take
     * any amount of time to answer.
     */
    public void add(JavaTool tool) {
        Deployment deployment =
                new Deployment(tool.artifact(), ArtifactKind.JAVA, "?", System.nanoTime());
        byTool.put(tool, deployment);
        table.add(deployment);
        events.send(
                deployment,
                new DeploymentEvent.Failed(
                        Problem.waiting("the tool has not provided its definition yet")));
        startAsking(tool, deployment);
    }

    private void startAsking(JavaTool tool, Deployment deployment) {
        Thread asking = new Thread(() -> ask(tool, deployment), "vexhost-java-tool");
        asking.setDaemon(true);
        try {
            asking.start();
        } catch (OutOfMemoryError e) {
            // A thread may be available soon.
            Runnable ignored = control.after(NO_THREAD_PAUSE, () -> askAgain(tool, deployment));
        }
    }

    private void askAgain(JavaTool tool, Deployment deployment) {
        if (byTool.get(tool) == deployment) {
            startAsking(tool, deployment);
        }
    }

    private void ask(JavaTool tool, Deployment deployment) {
        try {
            Described answer = Described.of(tool.tool(), settings.get());
            control.execute(
                    () -> {
                        if (byTool.get(tool) == deployment) {
                            described.put(tool, answer);
                            deploy(tool, deployment, answer);
                        }
                    });
        } catch (InvalidSchemaException e) {
            refuse(tool, deployment, String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            // Any throwable, including linkage and JVM errors, is reported as the reason.
            refuse(
                    tool,
                    deployment,
                    "the tool failed to provide its definition [%s]"
                            .formatted(MessageText.escape(e.toString(), 200)));
        }
    }

    private void refuse(JavaTool tool, Deployment deployment, String text) {
        control.execute(
                () -> {
                    if (byTool.get(tool) == deployment) {
                        fail(deployment, text, Optional.empty(), Retry.NEVER);
                    }
                });
    }

    /**
     * Removes a tool.
     *
     * @param tool the tool to remove
     * @param gone this method completes it when no call of the tool is running
     */
    public void remove(JavaTool tool, CompletableFuture<Void> gone) {
        described.remove(tool);
        Deployment deployment = byTool.remove(tool);
        if (deployment == null) {
            gone.complete(null);
        } else {
            events.send(deployment, Signal.REMOVED);
            completeWhenGone(deployment, gone);
        }
    }

    private void completeWhenGone(Deployment deployment, CompletableFuture<Void> gone) {
        if (deployment.state().life() == Life.GONE) {
            gone.complete(null);
        } else if (!gone.isDone()) {
            Runnable ignored = control.after(LOOK_AGAIN, () -> completeWhenGone(deployment, gone));
        }
    }

    /** Retries tools that waited for a name, because a name was released. */
    public void nameIsFree() {
        described.forEach(
                (tool, answer) -> {
                    Deployment deployment = byTool.get(tool);
                    if (deployment != null && deployment.state().waitsForName()) {
                        deploy(tool, deployment, answer);
                    }
                });
    }

    private void deploy(JavaTool tool, Deployment deployment, Described answer) {
        ToolDefinition definition = answer.definition();
        try {
            ownership.claim(deployment, definition.name());
            events.send(
                    deployment,
                    new DeploymentEvent.VersionReady(
                            ToolVersion.ofJava(
                                    tool.tool(),
                                    definition,
                                    answer.requested(),
                                    answer.limits(),
                                    answer.schemas())));
        } catch (ToolRejectedException e) {
            fail(
                    deployment,
                    String.valueOf(e.getMessage()),
                    Optional.of(definition.version()),
                    Retry.WHEN_A_NAME_IS_FREE);
        }
    }

    private void fail(Deployment deployment, String text, Optional<String> version, Retry retry) {
        events.send(
                deployment,
                new DeploymentEvent.Failed(new Problem(ToolState.FAILED, text, version, retry)));
    }
}
