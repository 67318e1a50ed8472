package org.vexhost.loader.shell.text;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Grant;
import org.vexhost.api.admin.DenialInfo;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.loader.shell.words.GrantWords;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats grants and denials as JSON, for scripts. Values have the syntax of {@code vex:grant}. */
public final class GrantsJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private GrantsJson() {}

    /**
     * Returns the requests and the grants of a tool.
     *
     * @param name the tool's name
     * @param info the deployed tool; empty if no tool with this name is deployed
     * @param schemaWarnings the warnings about the schemas of the tool's newest version
     * @param granted the grants
     */
    public static String grants(
            String name, Optional<ToolInfo> info, List<String> schemaWarnings, GrantsInfo granted) {
        ObjectNode tool = MAPPER.createObjectNode();
        tool.put("tool", name);
        info.flatMap(ToolInfo::newest)
                .ifPresent(version -> ToolsJson.put(tool, version, schemaWarnings));
        ToolsJson.put(tool.putArray("missing"), info.map(ToolInfo::missing).orElse(List.of()));
        ArrayNode grants = tool.putArray("granted");
        for (Grant grant : granted.grants()) {
            ObjectNode one = grants.addObject();
            one.put("capability", grant.capability().key());
            one.put("value", GrantWords.text(grant));
        }
        granted.artifact().ifPresent(digest -> tool.put("grantedTo", digest));
        granted.moduleSha256().ifPresent(sha256 -> tool.put("grantedToModule", sha256));
        ArrayNode warnings = tool.putArray("warnings");
        granted.warnings().forEach(warnings::add);
        tool.put("follow", granted.updates() == GrantsInfo.Updates.TRUST);
        return TerminalText.json(MAPPER.writeValueAsString(tool));
    }

    /** Returns the denials. The member {@code toAllow} is the first element of {@code commands}. */
    public static String denials(List<DenialInfo> denials) {
        ArrayNode all = MAPPER.createArrayNode();
        for (DenialInfo denial : denials) {
            ObjectNode one = all.addObject();
            one.put("function", denial.function());
            one.put("capability", denial.capability().key());
            one.put("count", denial.count());
            one.put("last", denial.last().toString());
            ArrayNode subjects = one.putArray("subjects");
            denial.subjects().forEach(subjects::add);
            one.put("toAllow", denial.commands().get(0));
            ArrayNode commands = one.putArray("commands");
            denial.commands().forEach(commands::add);
        }
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }
}
