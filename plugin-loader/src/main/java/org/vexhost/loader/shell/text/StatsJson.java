package org.vexhost.loader.shell.text;

import java.util.List;
import java.util.Map;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.ToolAdministration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Formats statistics as JSON: one object for the host, and one for each tool, by name. */
public final class StatsJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private StatsJson() {}

    public static String render(ToolAdministration administration, List<TrafficText> traffic) {
        ObjectNode all = MAPPER.createObjectNode();
        put(all.putObject("host"), administration.load());
        ObjectNode tools = all.putObject("tools");
        administration.calls().forEach((name, counts) -> put(tools.putObject(name), counts));
        TrafficText.put(all.putArray("network"), traffic);
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }

    private static void put(ObjectNode node, HostLoad host) {
        node.put("running", host.running());
        node.put("waiting", host.queued());
        node.put("suspended", host.suspended());
        node.put("reservedBytes", host.reservedBytes());
        node.put("budgetBytes", host.budgetBytes());
        node.put("unknownNames", host.notFound());
    }

    private static void put(ObjectNode node, CallCounts counts) {
        node.put("calls", counts.ended());
        node.put("failed", counts.failed());
        node.put("inFlight", counts.inFlight());
        node.put("totalNanos", counts.durations().sum());
        node.put("totalFuel", counts.fuel());
        node.put("totalHostFuel", counts.hostFuel());
        ObjectNode errors = node.putObject("errors");
        counts.errors().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> errors.put(each.getKey().name(), each.getValue()));
    }
}
