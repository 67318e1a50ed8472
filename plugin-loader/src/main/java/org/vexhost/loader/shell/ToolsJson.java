package org.vexhost.loader.shell;

import java.util.List;
import org.vexhost.loader.execute.CallStatistics;
import org.vexhost.loader.execute.CallStatistics.ToolCounts;
import org.vexhost.loader.registry.ToolEntry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of tools for scripts: an array of objects, in the order of {@code vex:tools}. */
final class ToolsJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ToolsJson() {}

    static String render(List<ToolEntry> entries, CallStatistics statistics) {
        ArrayNode all = MAPPER.createArrayNode();
        for (ToolEntry entry : entries) {
            ObjectNode tool = all.addObject();
            tool.put("name", entry.name());
            tool.put("owner", entry.isOwner());
            tool.put("state", entry.state().name());
            tool.put("since", entry.since().toString());
            tool.put("reason", entry.reason());
            tool.put("kind", entry.kind().name());
            tool.put("artifact", entry.artifact());
            entry.version().ifPresent(version -> tool.put("version", version));
            entry.serving()
                    .ifPresent(served -> tool.put("servingVersion", served.definition().version()));
            ArrayNode missing = tool.putArray("missing");
            entry.missing()
                    .forEach(
                            each -> {
                                ObjectNode one = missing.addObject();
                                one.put("capability", each.capability().key());
                                ArrayNode values = one.putArray("values");
                                each.values().forEach(values::add);
                            });
            ToolCounts counts = entry.isOwner() ? statistics.tool(entry.name()) : ToolCounts.NONE;
            tool.put("calls", counts.calls());
            tool.put("failed", counts.failed());
            tool.put("inFlight", counts.inFlight());
        }
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }
}
