package org.vexhost.distribution.admin;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.api.admin.DenialInfo;
import org.vexhost.api.admin.EventLog;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.api.admin.VersionInfo;

/** An administration whose one tool is in another state each time that somebody asks. */
final class TimetableAdministration implements ToolAdministration {

    private final Queue<Optional<ToolInfo>> states = new ArrayDeque<>();
    private int asked;
    private boolean draining;

    TimetableAdministration then(ToolInfo state) {
        states.add(Optional.of(state));
        return this;
    }

    TimetableAdministration thenNoTool() {
        states.add(Optional.empty());
        return this;
    }

    TimetableAdministration drain() {
        draining = true;
        return this;
    }

    /** How often somebody asked for the tool. */
    int asked() {
        return asked;
    }

    static ToolInfo in(ToolState state, boolean owner, Optional<VersionInfo> serving) {
        return new ToolInfo(
                new ToolStatus(
                        "late",
                        "late.tool.json",
                        state,
                        Instant.EPOCH,
                        "",
                        Optional.empty(),
                        Optional.empty()),
                owner,
                ToolInfo.Form.FILE_PAIR,
                List.of(),
                serving,
                serving);
    }

    @Override
    public Optional<ToolInfo> tool(String name) {
        asked++;
        return states.remove();
    }

    @Override
    public HostLoad load() {
        return new HostLoad(0, 0, 0, 0, 0, 0, draining);
    }

    @Override
    public List<ToolInfo> tools() {
        return List.of();
    }

    @Override
    public List<String> schemaWarnings(ToolDefinition definition) {
        return List.of();
    }

    @Override
    public GrantsInfo grants(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<PendingApproval> pendingApproval(String name) {
        return Optional.empty();
    }

    @Override
    public List<DenialInfo> denials(String name) {
        return List.of();
    }

    @Override
    public CallCounts calls(String name) {
        return CallCounts.NONE;
    }

    @Override
    public SortedMap<String, CallCounts> calls() {
        return new TreeMap<>();
    }

    @Override
    public List<CallRecord> recentCalls(String name, int max) {
        return List.of();
    }

    @Override
    public List<CallRecord> recentCalls(int max) {
        return List.of();
    }

    @Override
    public EventLog events() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ToolOperations as(Caller operator) {
        throw new UnsupportedOperationException();
    }
}
