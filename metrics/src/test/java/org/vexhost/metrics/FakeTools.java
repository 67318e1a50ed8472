package org.vexhost.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
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
import org.vexhost.api.admin.VersionInfo.LimitRequest;

/** A host whose tools and calls a test says. */
final class FakeTools implements ToolAdministration {

    final List<ToolInfo> tools = new ArrayList<>();
    final Map<String, CallCounts> calls = new HashMap<>();
    final Map<String, List<DenialInfo>> denials = new HashMap<>();
    boolean isDraining;

    void add(String name, ToolState state, String version) {
        VersionInfo info =
                new VersionInfo(
                        ToolDefinition.of(
                                name, version, "A tool.", Json.parse("{\"type\":\"object\"}")),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        LimitRequest.NONE,
                        Optional.of(SandboxLimits.builder().build()),
                        Optional.of("vex"),
                        List.of(),
                        false,
                        false,
                        Optional.empty(),
                        List.of());
        add(name, state, Optional.of(info));
    }

    void add(String name, ToolState state, Optional<VersionInfo> version) {
        tools.add(
                new ToolInfo(
                        new ToolStatus(
                                name,
                                name + ".wasm",
                                state,
                                Instant.EPOCH,
                                "",
                                Optional.empty(),
                                Optional.empty()),
                        true,
                        ToolInfo.Form.FILE_PAIR,
                        List.of(),
                        version,
                        Optional.empty()));
    }

    static DenialInfo denial(String function, Capability capability, long count) {
        return new DenialInfo(function, capability, count, Instant.EPOCH, List.of(), List.of());
    }

    @Override
    public List<ToolInfo> tools() {
        return List.copyOf(tools);
    }

    @Override
    public CallCounts calls(String name) {
        return calls.getOrDefault(name, CallCounts.NONE);
    }

    @Override
    public List<DenialInfo> denials(String name) {
        return denials.getOrDefault(name, List.of());
    }

    @Override
    public HostLoad load() {
        return new HostLoad(0, 0, 0, 0, 0, 0, isDraining);
    }

    @Override
    public SortedMap<String, CallCounts> calls() {
        throw new UnsupportedOperationException("is not asked");
    }

    @Override
    public List<CallRecord> recentCalls(String name, int max) {
        throw new UnsupportedOperationException("is not asked");
    }

    @Override
    public List<CallRecord> recentCalls(int max) {
        throw new UnsupportedOperationException("is not asked");
    }

    @Override
    public List<String> schemaWarnings(ToolDefinition definition) {
        throw new UnsupportedOperationException("is not asked");
    }

    @Override
    public Optional<ToolInfo> tool(String name) {
        throw new UnsupportedOperationException("is not asked");
    }

    @Override
    public GrantsInfo grants(String name) {
        throw new UnsupportedOperationException("is not asked");
    }

    @Override
    public Optional<PendingApproval> pendingApproval(String name) {
        throw new UnsupportedOperationException("is not asked");
    }

    @Override
    public EventLog events() {
        throw new UnsupportedOperationException("is not asked");
    }

    @Override
    public ToolOperations as(Caller operator) {
        throw new UnsupportedOperationException("is not asked");
    }
}
