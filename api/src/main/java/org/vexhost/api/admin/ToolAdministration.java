package org.vexhost.api.admin;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolDefinition;

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

    /**
     * What a tool's schemas allow but hardly mean, each with its place in the descriptor; safe to
     * print. None if one of them is not accepted. Compiles them each time.
     */
    List<String> schemaWarnings(ToolDefinition definition);

    /** What is granted to a name; also to one that is not deployed. */
    GrantsInfo grants(String name);

    /** The update of a tool that waits for approval; empty if none waits. */
    Optional<PendingApproval> pendingApproval(String name);

    /** What a tool was denied since the host started, the most frequent first; empty if nothing. */
    List<DenialInfo> denials(String name);

    /** The calls of a tool since the host started. */
    CallCounts calls(String name);

    /** The calls of every tool that is deployed and was called, by its name. */
    SortedMap<String, CallCounts> calls();

    /**
     * The latest calls of a tool that have ended, the last first: of each tool that is deployed at
     * least the last {@value CallRecord#MIN_KEPT}.
     *
     * @param max how many at most, 1 or more
     */
    List<CallRecord> recentCalls(String name, int max);

    /**
     * The latest calls of all tools, the last first; calls of names that are not deployed are not
     * among them.
     *
     * @param max how many at most, 1 or more
     */
    List<CallRecord> recentCalls(int max);

    /** How full the host is. */
    HostLoad load();

    /** What happens to tools and to trust in them. */
    EventLog events();

    /** What an operator can do, each change logged under a name. */
    ToolOperations as(Caller operator);
}
