package org.vexhost.loader.shell;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.descriptor.RequestedLimits;
import org.vexhost.loader.descriptor.RequestedLimits.Limit;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.execute.statistics.CallStatistics;
import org.vexhost.loader.execute.statistics.CallStatistics.ToolCounts;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.schema.ToolSchemas;
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
        entry.details().ifPresent(details -> put(tool, details));
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
        serving.flatMap(ServedTool::digestText)
                .ifPresent(digest -> tool.put("servingDigest", digest));
        Optional<ToolDetails> details = entry.details();
        details.flatMap(ToolDetails::digest).ifPresent(digest -> tool.put("digest", digest.text()));
        details.ifPresent(known -> tool.put("description", known.definition().description()));
        put(tool.putArray("missing"), entry.missing());
        ToolCounts counts = entry.isOwner() ? statistics.tool(entry.name()) : ToolCounts.NONE;
        tool.put("calls", counts.calls());
        tool.put("failed", counts.failed());
        tool.put("inFlight", counts.inFlight());
    }

    /** All that an operator reads of a version before granting anything. */
    static void put(ObjectNode tool, ToolDetails details) {
        details.digest()
                .ifPresent(
                        digest -> {
                            tool.put("digest", digest.text());
                            tool.put("moduleSha256", digest.moduleSha256());
                        });
        details.descriptor()
                .ifPresent(
                        descriptor -> {
                            tool.put("abi", descriptor.abi().key());
                            ArrayNode args = tool.putArray("args");
                            descriptor.args().forEach(args::add);
                            tool.put(
                                    "deterministic",
                                    descriptor.execution() == Execution.DETERMINISTIC);
                        });
        details.definition().title().ifPresent(title -> tool.put("title", title));
        tool.put("description", details.definition().description());
        put(tool.putObject("requested"), details.requested());
        ArrayNode imports = tool.putArray("imports");
        details.imports().forEach(imports::add);
        ArrayNode warnings = tool.putArray("warnings");
        ToolSchemas.warningsOf(details.definition()).forEach(warnings::add);
        tool.set("parameters", tree(details.definition().parameters()));
        details.definition()
                .outputSchema()
                .ifPresent(schema -> tool.set("outputSchema", tree(schema)));
        details.limits().ifPresent(limits -> put(tool.putObject("limits"), limits));
        if (details.limits().isEmpty()) {
            details.descriptor()
                    .ifPresent(each -> put(tool.putObject("requestedLimits"), each.limits()));
        }
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

    /** What the descriptor names, in its words. */
    private static void put(ObjectNode node, RequestedLimits requested) {
        for (Limit limit : Limit.values()) {
            Long value = requested.values().get(limit);
            if (value != null && limit == Limit.TIMEOUT) {
                node.put(limit.key(), limit.text(value));
            } else if (value != null) {
                node.put(limit.key(), value);
            }
        }
    }

    private static JsonNode tree(Json json) {
        return MAPPER.readTree(json.newInputStream());
    }
}
