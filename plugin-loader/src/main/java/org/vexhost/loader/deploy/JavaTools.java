package org.vexhost.loader.deploy;

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
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.Slot.Problem;
import org.vexhost.loader.deploy.Slot.Retry;
import org.vexhost.loader.descriptor.DescriptorException;
import org.vexhost.loader.descriptor.RequestedCapabilities;
import org.vexhost.loader.descriptor.RequestedLimits;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.schema.InvalidSchemaException;
import org.vexhost.loader.schema.LongName;
import org.vexhost.loader.schema.ToolSchemas;

/** Java tools among the others. Confined to the control thread. */
final class JavaTools {

    private static final Logger LOG = LoggerFactory.getLogger(JavaTools.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration NO_THREAD_PAUSE = Duration.ofSeconds(1);

    private final Control control;
    private final Slots all;
    private final Claims claims;
    private final Deployments deployments;
    private final Supplier<HostSettings> settings;
    private final Map<JavaTool, Slot> slots = new HashMap<>();
    private final Map<JavaTool, Described> described = new HashMap<>();

    JavaTools(
            Control control,
            Slots all,
            Claims claims,
            Deployments deployments,
            Supplier<HostSettings> settings) {
        this.control = control;
        this.all = all;
        this.claims = claims;
        this.deployments = deployments;
        this.settings = settings;
    }

    /** What a tool says of itself. */
    private record Described(
            ToolDefinition definition,
            RequestedCapabilities requested,
            SandboxLimits limits,
            ToolSchemas schemas) {

        /** Whatever the tool makes of being asked comes out of here. */
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

    /** The tool is asked on a thread of its own: nobody knows how long it takes to answer. */
    void add(JavaTool tool) {
        Slot slot = new Slot(tool.artifact(), ArtifactKind.JAVA, "?", System.nanoTime());
        slots.put(tool, slot);
        all.add(slot);
        deployments.failed(
                slot,
                new Problem(
                        ToolState.WAITING,
                        "the tool has not said yet what it is",
                        Optional.empty(),
                        Retry.NEVER));
        startAsking(tool, slot);
    }

    private void startAsking(JavaTool tool, Slot slot) {
        Thread asking = new Thread(() -> ask(tool, slot), "vexhost-java-tool");
        asking.setDaemon(true);
        try {
            asking.start();
        } catch (OutOfMemoryError e) {
            // There may be one soon.
            Runnable ignored = control.after(NO_THREAD_PAUSE, () -> askAgain(tool, slot));
        }
    }

    private void askAgain(JavaTool tool, Slot slot) {
        if (slots.get(tool) == slot) {
            startAsking(tool, slot);
        }
    }

    private void ask(JavaTool tool, Slot slot) {
        try {
            Described answer = Described.of(tool.tool(), settings.get());
            control.execute(
                    () -> {
                        if (slots.get(tool) == slot) {
                            described.put(tool, answer);
                            deploy(tool, slot, answer);
                        }
                    });
        } catch (InvalidSchemaException e) {
            refuse(tool, slot, String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            // Whatever it threw, errors of linking and of the JVM included, is why it is not there.
            refuse(
                    tool,
                    slot,
                    "the tool does not say what it is [%s]"
                            .formatted(MessageText.escape(e.toString(), 200)));
        }
    }

    private void refuse(JavaTool tool, Slot slot, String text) {
        control.execute(
                () -> {
                    if (slots.get(tool) == slot) {
                        fail(slot, text, Optional.empty(), Retry.NEVER);
                    }
                });
    }

    /**
     * Removes a tool.
     *
     * @param gone completed when no call of it runs any more
     */
    void remove(JavaTool tool, CompletableFuture<Void> gone) {
        described.remove(tool);
        Slot slot = slots.remove(tool);
        if (slot == null) {
            gone.complete(null);
        } else {
            deployments.remove(slot);
            completeWhenGone(slot, gone);
        }
    }

    private void completeWhenGone(Slot slot, CompletableFuture<Void> gone) {
        if (slot.life == Slot.Life.GONE) {
            gone.complete(null);
        } else if (!gone.isDone()) {
            Runnable ignored = control.after(LOOK_AGAIN, () -> completeWhenGone(slot, gone));
        }
    }

    /** Those that wanted a name which is free now. */
    void nameIsFree() {
        described.forEach(
                (tool, answer) -> {
                    Slot slot = slots.get(tool);
                    if (slot != null
                            && slot.problem
                                    .filter(problem -> problem.retry() == Retry.WHEN_A_NAME_IS_FREE)
                                    .isPresent()) {
                        deploy(tool, slot, answer);
                    }
                });
    }

    private void deploy(JavaTool tool, Slot slot, Described answer) {
        ToolDefinition definition = answer.definition();
        try {
            claims.claim(slot, definition.name());
            deployments.ready(
                    slot,
                    Version.ofJava(
                            tool.tool(),
                            definition,
                            answer.requested(),
                            answer.limits(),
                            answer.schemas()));
        } catch (RefusedException e) {
            fail(
                    slot,
                    String.valueOf(e.getMessage()),
                    Optional.of(definition.version()),
                    Retry.WHEN_A_NAME_IS_FREE);
        }
    }

    private void fail(Slot slot, String text, Optional<String> version, Retry retry) {
        deployments.failed(slot, new Problem(ToolState.FAILED, text, version, retry));
    }
}
