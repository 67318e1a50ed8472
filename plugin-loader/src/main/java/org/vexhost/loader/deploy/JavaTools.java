package org.vexhost.loader.deploy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vexhost.api.Capability;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.deploy.Slot.Problem;
import org.vexhost.loader.deploy.Slot.Retry;
import org.vexhost.loader.descriptor.RequestedCapabilities;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolState;

/** Java tools among the others. Confined to the control thread. */
final class JavaTools {

    private final Deployments deployments;
    private final Board board;
    private final Map<JavaTool, Slot> slots = new HashMap<>();

    JavaTools(Deployments deployments, Board board) {
        this.deployments = deployments;
        this.board = board;
    }

    void add(JavaTool tool) {
        Slot slot = new Slot(tool.artifact(), ArtifactKind.JAVA, "?", System.nanoTime());
        slots.put(tool, slot);
        deployments.slots().put(slot.id, slot);
        deploy(tool, slot);
    }

    void remove(JavaTool tool) {
        Slot slot = slots.remove(tool);
        if (slot != null) {
            deployments.remove(slot);
        }
    }

    /** Those that wanted a name which is free now. */
    void nameIsFree() {
        slots.forEach(
                (tool, slot) -> {
                    if (slot.problem
                            .filter(problem -> problem.retry() == Retry.WHEN_A_NAME_IS_FREE)
                            .isPresent()) {
                        deploy(tool, slot);
                    }
                });
    }

    private void deploy(JavaTool tool, Slot slot) {
        Optional<String> version = Optional.empty();
        try {
            Tool raw = tool.tool();
            ToolDefinition definition = raw.definition();
            version = Optional.of(definition.version());
            Set<Capability> capabilities = Set.copyOf(raw.capabilities());
            SandboxLimits limits = SandboxLimits.builder().timeout(timeout(raw)).build();
            deployments.claim(slot, definition.name());
            deployments.ready(
                    slot,
                    Version.ofJava(
                            raw, definition, RequestedCapabilities.of(capabilities), limits));
        } catch (RefusedException e) {
            fail(slot, String.valueOf(e.getMessage()), version, Retry.WHEN_A_NAME_IS_FREE);
        } catch (RuntimeException | LinkageError e) {
            String text =
                    "the tool does not say what it is [%s]"
                            .formatted(MessageText.escape(e.toString(), 200));
            fail(slot, text, version, Retry.NEVER);
        }
        board.show(slot);
    }

    private static Duration timeout(Tool tool) {
        Duration wanted = tool.timeout();
        Duration most = SandboxLimits.CEILINGS.timeout();
        return wanted.compareTo(most) > 0 ? most : wanted;
    }

    private void fail(Slot slot, String text, Optional<String> version, Retry retry) {
        deployments.failed(slot, new Problem(ToolState.FAILED, text, version, retry));
    }
}
