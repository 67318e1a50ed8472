package org.vexhost.api.admin;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolDefinition;

/**
 * Administers the tools of a host. It is an OSGi service of the module that deploys tools.
 * Thread-safe. Methods that only read never wait for a deployment.
 *
 * @since 1.0
 */
public interface ToolAdministration {

    /**
     * Returns every artifact, including failed artifacts and artifacts whose name is already used
     * by another one. They are sorted by name. Of several artifacts with the same name, the owner
     * of the name is first.
     */
    List<ToolInfo> tools();

    /**
     * Returns the artifact that serves the calls of a name. If there is no such artifact, returns
     * one that claims the name.
     */
    Optional<ToolInfo> tool(String name);

    /**
     * Returns warnings about a tool's schemas. Each warning names a construct that is allowed but
     * probably not intended, and its place in the descriptor. The warnings are safe to print. The
     * list is empty if one of the schemas is not accepted. The schemas are compiled on each call of
     * this method.
     */
    List<String> schemaWarnings(ToolDefinition definition);

    /** Returns the grants of a name. A tool with that name need not be deployed. */
    GrantsInfo grants(String name);

    /** Returns the update of a tool that waits for approval; empty if no update waits. */
    Optional<PendingApproval> pendingApproval(String name);

    /**
     * Returns the denials of a tool since the host started, the most frequent first; empty if there
     * are no denials.
     */
    List<DenialInfo> denials(String name);

    /** Returns the counts of a tool's calls since the host started. */
    CallCounts calls(String name);

    /**
     * Returns the counts of calls of every deployed tool that has been called, by the name of the
     * tool.
     */
    SortedMap<String, CallCounts> calls();

    /**
     * Returns the calls of a tool that ended most recently, latest first. At least the last {@value
     * CallRecord#MIN_KEPT} calls of each deployed tool are kept.
     *
     * @param max the maximum number of calls, 1 or more
     */
    List<CallRecord> recentCalls(String name, int max);

    /**
     * Returns the calls of all deployed tools that ended most recently, latest first.
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
