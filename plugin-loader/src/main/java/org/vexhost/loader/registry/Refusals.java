package org.vexhost.loader.registry;

import java.util.Locale;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;

/** Creates the errors for calls of names that have no serving version. */
final class Refusals {

    private static final int MAX_NAME_LENGTH = 64;

    private Refusals() {}

    static ToolError notFound(String name) {
        String shown = shown(name);
        return ToolError.of(
                ErrorReason.NO_SUCH_TOOL, shown, "Tool '%s' is not deployed".formatted(shown));
    }

    static ToolError starting(String name) {
        String shown = shown(name);
        return ToolError.of(
                ErrorReason.DEPLOYING,
                shown,
                "Tool '%s' is not deployed yet [the host is starting]".formatted(shown));
    }

    private static String shown(String name) {
        return ToolDefinition.NAME.matcher(name).matches()
                ? name
                : MessageText.escape(name.isEmpty() ? "?" : name, MAX_NAME_LENGTH);
    }

    static ToolError unavailable(ToolEntry entry) {
        ErrorReason reason = reason(entry);
        String why = entry.reason().isEmpty() ? "" : " [" + entry.reason() + "]";
        String message =
                "Tool '%s' is %s%s"
                        .formatted(
                                entry.name(), entry.state().name().toLowerCase(Locale.ROOT), why);
        if (reason == ErrorReason.CAPABILITY_NOT_GRANTED) {
            return ToolError.of(reason, entry.name(), message, entry.missing().get(0));
        }
        return ToolError.of(reason, entry.name(), message);
    }

    private static ErrorReason reason(ToolEntry entry) {
        return switch (entry.state()) {
            case WAITING, COMPILING -> ErrorReason.DEPLOYING;
            case BLOCKED ->
                    entry.missing().isEmpty()
                            ? ErrorReason.APPROVAL_NEEDED
                            : ErrorReason.CAPABILITY_NOT_GRANTED;
            case FAILED -> ErrorReason.DEPLOYMENT_FAILED;
            case DRAINING -> ErrorReason.DRAINING;
            case DISABLED -> ErrorReason.DISABLED;
            // An ACTIVE entry has no serving version only for a moment, while its version is being
            // replaced.
            case ACTIVE -> ErrorReason.DEPLOYING;
        };
    }
}
