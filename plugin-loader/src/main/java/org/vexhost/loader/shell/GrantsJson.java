package org.vexhost.loader.shell;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.Grant;
import org.vexhost.loader.capability.CapabilityTypes;
import org.vexhost.loader.denial.Denials;
import org.vexhost.loader.denial.GrantHint;
import org.vexhost.loader.grant.GrantText;
import org.vexhost.loader.grant.HostEnvironment;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ToolEntry;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Grants and denials for scripts; values are in the words of {@code vex:grant}. */
final class GrantsJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private GrantsJson() {}

    static String grants(String name, Optional<ToolEntry> entry, ToolGrants granted) {
        ObjectNode tool = MAPPER.createObjectNode();
        tool.put("tool", name);
        entry.flatMap(ToolEntry::details).ifPresent(details -> ToolsJson.put(tool, details));
        ToolsJson.put(tool.putArray("missing"), entry.map(ToolEntry::missing).orElse(List.of()));
        ArrayNode grants = tool.putArray("granted");
        for (Grant grant : granted.grants().all()) {
            ObjectNode one = grants.addObject();
            one.put("capability", grant.capability().key());
            one.put("value", GrantText.value(grant));
        }
        granted.artifact().ifPresent(digest -> tool.put("grantedTo", digest));
        granted.module().ifPresent(sha256 -> tool.put("grantedToModule", sha256));
        ArrayNode warnings = tool.putArray("warnings");
        CapabilityTypes.all()
                .warnings(granted.grants().all(), HostEnvironment.variables())
                .forEach(warnings::add);
        tool.put("follow", granted.follow() == ToolGrants.Follow.TRUST_UPDATES);
        return TerminalText.json(MAPPER.writeValueAsString(tool));
    }

    static String denials(String name, List<Denials.Kind> kinds) {
        ArrayNode all = MAPPER.createArrayNode();
        for (Denials.Kind kind : kinds) {
            ObjectNode one = all.addObject();
            one.put("function", kind.function());
            one.put("capability", kind.capability().key());
            one.put("count", kind.count());
            one.put("last", kind.last().toString());
            ArrayNode subjects = one.putArray("subjects");
            kind.subjects().forEach(subjects::add);
            String subject = kind.subjects().isEmpty() ? "" : kind.subjects().get(0);
            one.put("toAllow", GrantHint.command(name, kind.capability(), subject));
        }
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }
}
