package org.vexhost.loader.shell;

import org.vexhost.api.ErrorReason;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/** What commands answer to names that are not there. */
final class ShellErrors {

    private ShellErrors() {}

    /**
     * The artifact that a command's NAME means: of that tool, or the only one that is called so.
     */
    static ToolEntry require(ToolRegistry registry, String name) throws ToolException {
        var owner = registry.find(name);
        if (owner.isPresent()) {
            return owner.get();
        }
        return registry.all().stream()
                .filter(entry -> entry.name().equals(name) || entry.artifact().equals(name))
                .findFirst()
                .orElseThrow(() -> notFound(name));
    }

    static ToolException notServing(ToolEntry entry) {
        return ToolError.of(
                        ErrorReason.DEPLOYMENT_FAILED,
                        entry.name(),
                        "Tool '%s' has no version that serves [%s]"
                                .formatted(entry.name(), entry.state()))
                .toException();
    }

    static ToolException notFound(String name) {
        String shown =
                ToolDefinition.NAME.matcher(name).matches() ? name : MessageText.escape(name, 64);
        return ToolError.of(
                        ErrorReason.NO_SUCH_TOOL,
                        shown.isEmpty() ? "?" : shown,
                        "Tool '%s' is not deployed".formatted(shown))
                .toException();
    }
}
