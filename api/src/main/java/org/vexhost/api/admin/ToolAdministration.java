package org.vexhost.api.admin;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolDefinition;

/**
 * Administers the tools of a host. It is an OSGi service of the module that deploys tools.
 * Thread-safe; reading never waits for a deployment.
 *
 * @since 1.0
 */
public interface ToolAdministration {

    /**
     * Returns every artifact, including failed ones and those whose name another artifact holds.
     * They are sorted by name; of one name, its owner is first.
     */
    List<ToolInfo> tools();

    /**
     * Returns the artifact that serves calls of a name; if there is none, an artifact that claims
     * the name.
     */
    Optional<ToolInfo> tool(String name);

    /**
     * Returns warnings about a tool's schemas: constructs that are allowed but probably not
     * intended, each with its place in the descriptor; safe to print. The list is empty if one of
     * the schemas is not accepted. The schemas are compiled on each call.
     */
    List<String> schemaWarnings(ToolDefinition definition);

    /** Returns the grants of a name, even if no tool of that name is deployed. */
    GrantsInfo grants(String name);

    /** Returns the update of a tool that waits for approval; empty if none waits. */
    Optional<PendingApproval> pendingApproval(String name);

    /**
     * Returns the denials of a tool since the host started, the most frequent first; empty if there
     * are none.
     */
    List<DenialInfo> denials(String name);

    /** Returns the calls of a tool since the host started. */
    CallCounts calls(String name);

    /** Returns the calls of every deployed tool that was called, by its name. */
    SortedMap<String, CallCounts> calls();

    /**
     * Returns the latest ended calls of a tool, latest first. At least the last {@value
     * CallRecord#MIN_KEPT} calls of each deployed tool are kept.
     *
     * @param max the maximum number of calls, 1 or more
     */
    List<CallRecord> recentCalls(String name, int max);

    /**
     * Returns the latest ended calls of all deployed tools, latest first.
     *
     * @param max the maximum number of calls, 1 or more
     */
    List<CallRecord> recentCalls(int max);

    /** Returns the load of the host. */
    HostLoad load();

    /** Returns the log of changes to tools and their grants. */
    EventLog events();

    /** Returns the operations of an operator. Each change is logged under the operator's name. */
    ToolOperations as(Caller operator);
}
