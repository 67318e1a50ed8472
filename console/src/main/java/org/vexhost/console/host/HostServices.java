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

    /** The tools. */
    Optional<ToolAdministration> tools();

    /** Runs them. */
    Optional<ToolExecutor> executor();

    /** The callers. */
    Optional<CallerAdministration> callers();

    /** Recognises operators. */
    Optional<TokenCheck> tokens();

    /** The log. */
    Optional<LogTail> log();

    /** What is not as it should be. */
    List<HealthFinding> findings();
}
