package org.vexhost.loader.shell.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexhost.api.admin.Settings;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats settings as one table for each configuration, or as JSON. */
public final class SettingsText {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private SettingsText() {}

    public static String render(List<Settings.Setting> settings) {
        if (settings.isEmpty()) {
            return "no settings";
        }
        Map<String, List<Settings.Setting>> byPid = new LinkedHashMap<>();
        settings.forEach(
                each -> byPid.computeIfAbsent(each.pid(), pid -> new ArrayList<>()).add(each));
        List<String> tables = new ArrayList<>();
        byPid.forEach((pid, all) -> tables.add(pid + "\n" + table(all)));
        return String.join("\n\n", tables);
    }

    private static String table(List<Settings.Setting> settings) {
        TextTable table = new TextTable("SETTING", "DEFAULT", "VALUE");
        for (Settings.Setting setting : settings) {
            table.row(
                    setting.name(),
                    TerminalText.line(setting.defaultValue().orElse("-"), 100),
                    setting.source() == Settings.Source.CONFIGURED
                            ? TerminalText.line(setting.value(), 500)
                            : "");
        }
        return table.render();
    }

    public static String json(List<Settings.Setting> settings) {
        ArrayNode all = MAPPER.createArrayNode();
        for (Settings.Setting setting : settings) {
            ObjectNode node = all.addObject();
            node.put("pid", setting.pid());
            node.put("name", setting.name());
            node.put("value", setting.value());
            setting.defaultValue().ifPresent(value -> node.put("default", value));
            node.put("configured", setting.source() == Settings.Source.CONFIGURED);
        }
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }
}
