package org.vexhost.gateway.http.listener;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;

/**
 * Whether the host takes calls: all tools that it found at its start are decided, and it is not
 * going away. Once ready it stays so while later tools are compiled. Thread-safe.
 */
final class Readiness {

    private volatile @Nullable ToolAdministration tools;
    private volatile boolean hasStarted;

    void use(@Nullable ToolAdministration administration) {
        tools = administration;
    }

    /** Why it is not ready; empty if it is. */
    Optional<String> obstacle() {
        ToolAdministration administration = tools;
        if (administration == null) {
            return Optional.of("starting");
        }
        if (administration.load().draining()) {
            return Optional.of("draining");
        }
        if (!hasStarted) {
            hasStarted =
                    administration.tools().stream()
                            .map(ToolInfo::status)
                            .noneMatch(status -> status.state() == ToolState.COMPILING);
        }
        return hasStarted ? Optional.empty() : Optional.of("starting");
    }
}
