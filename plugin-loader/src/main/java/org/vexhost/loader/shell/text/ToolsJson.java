package org.vexhost.loader.shell.text;

import java.util.List;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Formats the output of {@code vex:tools}, {@code vex:describe} and {@code vex:limits} as JSON, for
 * scripts.
 */
public final class ToolsJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ToolsJson() {}

    /** Returns an array of objects, in the order of {@code vex:tools}. */
    public static String render(ToolAdministration administration) {
        ArrayNode all = MAPPER.createArrayNode();
        administration.tools().forEach(tool -> put(all.addObject(), tool, administration));
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }

    /** Returns an object for one tool, with its parameters, requests and limits. */
    public static String describe(ToolInfo tool, ToolAdministration administration) {
        ObjectNode node = MAPPER.createObjectNode();
        put(node, tool, administration);
        tool.newest()
                .ifPresent(
                        version ->
                                put(
                                        node,
                                        version,
                                        administration.schemaWarnings(version.definition())));
        return TerminalText.json(MAPPER.writeValueAsString(node));
    }

    /** Returns the limits of a call. */
    public static String limits(SandboxLimits limits) {
        ObjectNode node = MAPPER.createObjectNode();
        put(node, limits);
        return MAPPER.writeValueAsString(node);
    }

    private static void put(ObjectNode node, ToolInfo tool, ToolAdministration administration) {
        ToolStatus status = tool.status();
        node.put("name", tool.name());
        node.put("owner", tool.owner());
        node.put("state", status.state().name());
        node.put("since", status.since().toString());
        node.put("reason", status.reason());
        node.put("kind", tool.form().name());
        node.put("artifact", status.artifact());
        status.version().ifPresent(version -> node.put("version", version));
        status.servingVersion().ifPresent(version -> node.put("servingVersion", version));
        tool.serving()
                .flatMap(VersionInfo::artifactDigest)
                .ifPresent(digest -> node.put("servingDigest", digest));
        tool.newest()
                .flatMap(VersionInfo::artifactDigest)
                .ifPresent(digest -> node.put("digest", digest));
        tool.newest().ifPresent(known -> node.put("description", known.definition().description()));
        put(node.putArray("missing"), tool.missing());
        CallCounts counts = tool.owner() ? administration.calls(tool.name()) : CallCounts.NONE;
        node.put("calls", counts.ended());
        node.put("failed", counts.failed());
        node.put("inFlight", counts.inFlight());
    }

    /**
     * Adds the details of a version that an operator should know before granting anything.
     *
     * @param tool the object to extend
     * @param version the version to describe
     * @param schemaWarnings the warnings of the version's schemas
     */
    public static void put(ObjectNode tool, VersionInfo version, List<String> schemaWarnings) {
        version.artifactDigest().ifPresent(digest -> tool.put("digest", digest));
        version.moduleSha256().ifPresent(sha256 -> tool.put("moduleSha256", sha256));
        version.abi()
                .ifPresent(
                        abi -> {
                            tool.put("abi", abi);
                            ArrayNode args = tool.putArray("args");
                            version.args().forEach(args::add);
                            tool.put("deterministic", version.deterministic());
                            tool.put("snapshot", version.snapshot());
                        });
        version.snapshotState().ifPresent(text -> tool.put("snapshotState", text));
        version.definition().title().ifPresent(title -> tool.put("title", title));
        tool.put("description", version.definition().description());
        ObjectNode requested = tool.putObject("requested");
        for (CapabilityRequest request : version.requested()) {
            ArrayNode values = requested.putArray(request.capability().key());
            Requested.values(request).forEach(values::add);
        }
        ArrayNode imports = tool.putArray("imports");
        version.imports().forEach(imports::add);
        ArrayNode warnings = tool.putArray("warnings");
        schemaWarnings.forEach(warnings::add);
        tool.set("parameters", tree(version.definition().parameters()));
        version.definition()
                .outputSchema()
                .ifPresent(schema -> tool.set("outputSchema", tree(schema)));
        version.limits().ifPresent(limits -> put(tool.putObject("limits"), limits));
        if (version.limits().isEmpty() && version.abi().isPresent()) {
            ObjectNode asked = tool.putObject("requestedLimits");
            LimitText.values(version.requestedLimits())
                    .forEach((key, value) -> asked.set(key, MAPPER.valueToTree(value)));
        }
    }

    /** Adds the missing grants. */
    public static void put(ArrayNode array, List<MissingCapability> missing) {
        for (MissingCapability each : missing) {
            ObjectNode one = array.addObject();
            one.put("capability", each.capability().key());
            ArrayNode values = one.putArray("values");
            each.values().forEach(values::add);
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
