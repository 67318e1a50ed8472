package org.vexhost.loader.shell;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.descriptor.RequestedCapabilities;
import org.vexhost.loader.execute.CallStatistics;
import org.vexhost.loader.execute.CallStatistics.ToolCounts;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools for scripts: what {@code vex:tools}, {@code vex:describe} and {@code vex:limits} show. */
final class ToolsJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ToolsJson() {}

    /** An array of objects, in the order of {@code vex:tools}. */
    static String render(List<ToolEntry> entries, CallStatistics statistics) {
        ArrayNode all = MAPPER.createArrayNode();
        entries.forEach(entry -> put(all.addObject(), entry, statistics));
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }

    /** The same of one tool, with what it takes, what it asks for and its limits. */
    static String describe(ToolEntry entry, CallStatistics statistics) {
        ObjectNode tool = MAPPER.createObjectNode();
        put(tool, entry, statistics);
        entry.serving().ifPresent(served -> put(tool, served));
        return TerminalText.json(MAPPER.writeValueAsString(tool));
    }

    /** What a call may use. */
    static String limits(SandboxLimits limits) {
        ObjectNode node = MAPPER.createObjectNode();
        put(node, limits);
        return MAPPER.writeValueAsString(node);
    }

    private static void put(ObjectNode tool, ToolEntry entry, CallStatistics statistics) {
        tool.put("name", entry.name());
        tool.put("owner", entry.isOwner());
        tool.put("state", entry.state().name());
        tool.put("since", entry.since().toString());
        tool.put("reason", entry.reason());
        tool.put("kind", entry.kind().name());
        tool.put("artifact", entry.artifact());
        entry.version().ifPresent(version -> tool.put("version", version));
        Optional<ServedTool> serving = entry.serving();
        serving.ifPresent(served -> tool.put("servingVersion", served.definition().version()));
        serving.ifPresent(served -> tool.put("description", served.definition().description()));
        put(tool.putArray("missing"), entry.missing());
        ToolCounts counts = entry.isOwner() ? statistics.tool(entry.name()) : ToolCounts.NONE;
        tool.put("calls", counts.calls());
        tool.put("failed", counts.failed());
        tool.put("inFlight", counts.inFlight());
    }

    private static void put(ObjectNode tool, ServedTool served) {
        served.sha256().ifPresent(sha256 -> tool.put("sha256", sha256));
        put(tool.putObject("requested"), served.requested());
        tool.set("parameters", tree(served.definition().parameters()));
        put(tool.putObject("limits"), served.limits());
    }

    /** What has to be granted. */
    static void put(ArrayNode array, List<MissingCapability> missing) {
        for (MissingCapability each : missing) {
            ObjectNode one = array.addObject();
            one.put("capability", each.capability().key());
            ArrayNode values = one.putArray("values");
            each.values().forEach(values::add);
        }
    }

    /** By capability, in the words of {@code vex:grant}. */
    static void put(ObjectNode node, RequestedCapabilities requested) {
        for (Capability kind : requested.kinds()) {
            ArrayNode values = node.putArray(kind.key());
            Requested.values(requested, kind).forEach(values::add);
        }
    }

    private static void put(ObjectNode node, SandboxLimits limits) {
        node.put("maxMemoryBytes", limits.maxMemoryBytes());
        node.put("maxFuel", limits.maxFuel());
        node.put("timeout", limits.timeout().toString());
        node.put("maxTableElements", limits.maxTableElements());
        node.put("maxInputBytes", limits.maxInputBytes());
        node.put("maxOutputBytes", limits.maxOutputBytes());
        node.put("maxCallDepth", limits.maxCallDepth());
    }

    private static JsonNode tree(Json json) {
        return MAPPER.readTree(json.newInputStream());
    }
}
