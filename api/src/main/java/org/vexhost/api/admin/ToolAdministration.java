package org.vexhost.api.admin;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Caller;

/**
 * The tools of a host, for its operators: an OSGi service of the module that deploys them.
 * Thread-safe; reading never waits for a deployment.
 *
 * @since 1.0
 */
public interface ToolAdministration {

    /**
     * Every artifact, also those that failed or whose name another one holds: by name, and for one
     * name its owner first.
     */
    List<ToolInfo> tools();

    /**
     * The artifact that calls of a name go to; without one, an artifact that would have the name.
     */
    Optional<ToolInfo> tool(String name);

    /** What is granted to a name; also to one that is not deployed. */
    GrantsInfo grants(String name);

    /** The update of a tool that waits for approval; empty if none waits. */
    Optional<PendingApproval> pendingApproval(String name);

    /** What a tool was denied since the host started, the most frequent first; empty if nothing. */
    List<DenialInfo> denials(String name);

    /** The calls of a tool since the host started. */
    CallCounts calls(String name);

    /** How full the host is. */
    HostLoad load();

    /** What happens to tools and to trust in them. */
    EventLog events();

    /** What an operator can do, each change logged under a name. */
    ToolOperations as(Caller operator);
}
