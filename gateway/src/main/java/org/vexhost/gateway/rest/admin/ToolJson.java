package org.vexhost.gateway.rest.admin;

import java.util.List;
import java.util.TreeMap;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.api.admin.VersionInfo.LimitRequest;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Renders tools for operators, in the format of {@code vex:tools --json}. */
final class ToolJson {

    static final JsonMapper MAPPER = new JsonMapper();

    private ToolJson() {}

    /** Writes the facts about a tool that a list of tools contains. */
    static void put(ObjectNode node, ToolInfo tool) {
        ToolStatus status = tool.status();
        node.put("name", tool.name());
        node.put("owner", tool.owner());
        node.put("state", status.state().name());
        node.put("since", status.since().toString());
        node.put("reason", status.reason());
        node.put("form", form(tool.form()));
        node.put("artifact", status.artifact());
        status.version().ifPresent(version -> node.put("version", version));
        status.servingVersion().ifPresent(version -> node.put("servingVersion", version));
        tool.serving()
                .flatMap(VersionInfo::artifactDigest)
                .ifPresent(digest -> node.put("servingDigest", digest));
        tool.newest()
                .flatMap(VersionInfo::artifactDigest)
                .ifPresent(digest -> node.put("digest", digest));
        tool.newest()
                .ifPresent(version -> node.put("description", version.definition().description()));
        put(node.putArray("missing"), tool.missing());
    }

    private static String form(ToolInfo.Form form) {
        return switch (form) {
            case FILE_PAIR -> "files";
            case FOLDER -> "folder";
            case TOOL_BUNDLE -> "tool bundle";
            case SINGLE_FILE -> "single file";
            case JAVA -> "Java";
        };
    }

    /** Returns all facts about a tool. */
    static ObjectNode whole(ToolInfo tool) {
        ObjectNode node = MAPPER.createObjectNode();
        put(node, tool);
        tool.newest().ifPresent(version -> put(node, version));
        return node;
    }

    private static void put(ArrayNode array, List<MissingCapability> missing) {
        for (MissingCapability each : missing) {
            ObjectNode one = array.addObject();
            one.put("capability", each.capability().key());
            ArrayNode values = one.putArray("values");
            each.values().forEach(values::add);
        }
    }

    private static void put(ObjectNode node, VersionInfo version) {
        version.abi().ifPresent(abi -> node.put("abi", abi));
        ArrayNode args = node.putArray("args");
        version.args().forEach(args::add);
        node.put("deterministic", version.deterministic());
        node.put("snapshot", version.snapshot());
        version.snapshotState().ifPresent(text -> node.put("snapshotState", text));
        version.definition().title().ifPresent(title -> node.put("title", title));
        ArrayNode requested = node.putArray("requested");
        for (CapabilityRequest request : version.requested()) {
            ObjectNode one = requested.addObject();
            one.put("capability", request.capability().key());
            ArrayNode items = one.putArray("items");
            for (CapabilityRequest.Item item : request.items()) {
                ObjectNode each = items.addObject();
                each.put("value", item.value());
                new TreeMap<>(item.options()).forEach(each::put);
            }
        }
        ArrayNode imports = node.putArray("imports");
        version.imports().forEach(imports::add);
        node.set("parameters", MAPPER.readTree(version.definition().parameters().text()));
        version.definition()
                .outputSchema()
                .ifPresent(schema -> node.set("outputSchema", MAPPER.readTree(schema.text())));
        version.limits()
                .ifPresentOrElse(
                        limits -> put(node.putObject("limits"), limits),
                        () -> put(node.putObject("requestedLimits"), version.requestedLimits()));
    }

    private static void put(ObjectNode node, SandboxLimits limits) {
        node.put("maxMemoryBytes", limits.maxMemoryBytes())
                .put("maxFuel", limits.maxFuel())
                .put("timeout", limits.timeout().toString())
                .put("maxTableElements", limits.maxTableElements())
                .put("maxInputBytes", limits.maxInputBytes())
                .put("maxOutputBytes", limits.maxOutputBytes())
                .put("maxCallDepth", limits.maxCallDepth());
    }

    /** Writes the limits that a version requests. Used for a version that is not accepted yet. */
    private static void put(ObjectNode node, LimitRequest asked) {
        asked.maxMemoryBytes().ifPresent(value -> node.put("maxMemoryBytes", value));
        asked.maxFuel().ifPresent(value -> node.put("maxFuel", value));
        asked.timeout().ifPresent(value -> node.put("timeout", value.toString()));
        asked.maxTableElements().ifPresent(value -> node.put("maxTableElements", value));
        asked.maxInputBytes().ifPresent(value -> node.put("maxInputBytes", value));
        asked.maxOutputBytes().ifPresent(value -> node.put("maxOutputBytes", value));
        asked.maxCallDepth().ifPresent(value -> node.put("maxCallDepth", value));
    }
}
