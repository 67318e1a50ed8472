package org.vexhost.console.host;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.web.TokenCheck;

/**
 * The services of the host that the pages need. Each service can be absent for a while.
 * Thread-safe.
 */
public interface HostServices {

    /** Returns the administration of tools. */
    Optional<ToolAdministration> tools();

    /** Returns the executor that runs tools. */
    Optional<ToolExecutor> executor();

    /** Returns the administration of callers. */
    Optional<CallerAdministration> callers();

    /** Returns the service that checks the tokens of operators. */
    Optional<TokenCheck> tokens();

    /** Returns the service with the latest lines of the log. */
    Optional<LogTail> log();

    /** Returns the findings of the health checks. */
    List<HealthFinding> findings();
}
