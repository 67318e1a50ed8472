package org.vexhost.loader.shell;

import java.util.Optional;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;

/** Finds the tools that commands name, and creates the errors for unknown or unavailable tools. */
final class ShellErrors {

    private ShellErrors() {}

    /**
     * Returns the artifact for a NAME on a command line: the owner of that tool name, or else the
     * first artifact with that name or path.
     */
    static ToolInfo require(ToolAdministration tools, String name) throws ToolException {
        Optional<ToolInfo> owner = tools.tool(name).filter(ToolInfo::owner);
        if (owner.isPresent()) {
            return owner.get();
        }
        return tools.tools().stream()
                .filter(tool -> tool.name().equals(name) || tool.status().artifact().equals(name))
                .findFirst()
                .orElseThrow(() -> notFound(name));
    }

    static ToolException notServing(ToolInfo tool) {
        return ToolError.of(
                        ErrorReason.DEPLOYMENT_FAILED,
                        tool.name(),
                        "Tool '%s' has no version that serves [%s]"
                                .formatted(tool.name(), tool.status().state()))
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
