package org.vexhost.console.host;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.web.TokenCheck;

/** The services of a host that the pages need; each may be absent for a while. Thread-safe. */
public interface HostServices {

    /** Returns the administration of tools. */
    Optional<ToolAdministration> tools();

    /** Returns the executor that runs tools. */
    Optional<ToolExecutor> executor();

    /** Returns the administration of callers. */
    Optional<CallerAdministration> callers();

    /** Returns the check that recognises operators. */
    Optional<TokenCheck> tokens();

    /** Returns the latest lines of the log. */
    Optional<LogTail> log();

    /** Returns the findings of the health checks. */
    List<HealthFinding> findings();
}
