package org.vexhost.loader.shell;

import java.util.List;
import java.util.Map;
import org.vexhost.loader.execute.statistics.CallStatistics;
import org.vexhost.loader.execute.statistics.CallStatistics.HostCounts;
import org.vexhost.loader.execute.statistics.CallStatistics.ToolCounts;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What was counted, for scripts: an object of the host, and one of each tool by its name. */
final class StatsJson {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private StatsJson() {}

    static String render(CallStatistics statistics, List<TrafficText> traffic) {
        ObjectNode all = MAPPER.createObjectNode();
        put(all.putObject("host"), statistics.host());
        ObjectNode tools = all.putObject("tools");
        statistics.tools().forEach((name, counts) -> put(tools.putObject(name), counts));
        TrafficText.put(all.putArray("network"), traffic);
        return TerminalText.json(MAPPER.writeValueAsString(all));
    }

    private static void put(ObjectNode node, HostCounts host) {
        node.put("running", host.running());
        node.put("waiting", host.queued());
        node.put("suspended", host.suspended());
        node.put("reservedBytes", host.reservedBytes());
        node.put("budgetBytes", host.budgetBytes());
        node.put("unknownNames", host.notFound());
    }

    private static void put(ObjectNode node, ToolCounts counts) {
        node.put("calls", counts.calls());
        node.put("failed", counts.failed());
        node.put("inFlight", counts.inFlight());
        node.put("totalNanos", counts.totalNanos());
        node.put("totalFuel", counts.totalFuel());
        node.put("totalHostFuel", counts.totalHostFuel());
        node.put("totalHostFuel", counts.totalHostFuel());
        ObjectNode errors = node.putObject("errors");
        counts.errors().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> errors.put(each.getKey().name(), each.getValue()));
    }
}
