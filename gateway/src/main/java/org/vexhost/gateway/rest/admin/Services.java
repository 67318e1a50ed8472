package org.vexhost.gateway.rest.admin;

import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.ToolAdministration;

/** The services that administer the host. A service that is not registered is unavailable. */
record Services(
        Supplier<Optional<ToolAdministration>> findTools,
        Supplier<Optional<CallerAdministration>> findCallers) {

    ToolAdministration tools() throws RefusedException {
        return findTools.get().orElseThrow(Services::absent);
    }

    CallerAdministration callers() throws RefusedException {
        return findCallers.get().orElseThrow(Services::absent);
    }

    private static RefusedException absent() {
        return RefusedException.of(503, "NOT_READY", "the host is starting or stopping");
    }
}
