package org.vexhost.gateway.rest.admin;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.DenialInfo;
import org.vexhost.api.admin.Histogram;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Handles requests to {@code /admin/v1/stats} and {@code /admin/v1/denials/NAME}, which return
 * counts of calls and of denials.
 */
final class StatsResource implements Resource {

    private final Services services;

    StatsResource(Services services) {
        this.services = services;
    }

    @Override
    public HttpResponse answer(AdminRequest request) throws RefusedException {
        boolean isStats = request.segments().get(0).equals("stats");
        if (request.depth() != (isStats ? 0 : 1)) {
            throw RefusedException.notFound("nothing is here");
        }
        if (!request.method().equals("GET")) {
            throw RefusedException.method("GET");
        }
        ToolAdministration tools = services.tools();
        ObjectNode answer = isStats ? stats(tools) : denials(tools, request.toolName());
        return HttpResponse.json(200, ToolJson.MAPPER.writeValueAsBytes(answer));
    }

    private static ObjectNode stats(ToolAdministration administration) {
        ObjectNode root = ToolJson.MAPPER.createObjectNode();
        HostLoad load = administration.load();
        root.putObject("host")
                .put("running", load.running())
                .put("queued", load.queued())
                .put("suspended", load.suspended())
                .put("reservedBytes", load.reservedBytes())
                .put("budgetBytes", load.budgetBytes())
                .put("unknownNames", load.notFound())
                .put("draining", load.draining());
        TreeSet<String> names = new TreeSet<>();
        administration.tools().forEach(tool -> names.add(tool.name()));
        ObjectNode tools = root.putObject("tools");
        names.forEach(name -> put(tools.putObject(name), administration.calls(name)));
        return root;
    }

    private static void put(ObjectNode node, CallCounts counts) {
        node.put("ended", counts.ended());
        node.put("failed", counts.failed());
        node.put("inFlight", counts.inFlight());
        node.put("fuel", counts.fuel());
        node.put("hostFuel", counts.hostFuel());
        node.put("peakMemoryBytes", counts.peakMemoryBytes());
        ObjectNode errors = node.putObject("errors");
        new TreeMap<>(counts.errors())
                .forEach((reason, count) -> errors.put(reason.name(), count.longValue()));
        put(node.putObject("durationsNanos"), counts.durations());
        put(node.putObject("fuels"), counts.fuels());
    }

    private static void put(ObjectNode node, Histogram histogram) {
        ArrayNode bounds = node.putArray("bounds");
        histogram.bounds().forEach(bounds::add);
        ArrayNode counts = node.putArray("counts");
        histogram.counts().forEach(counts::add);
        node.put("sum", histogram.sum());
    }

    private static ObjectNode denials(ToolAdministration tools, String name)
            throws RefusedException {
        List<DenialInfo> denials = tools.denials(name);
        if (denials.isEmpty() && tools.tool(name).isEmpty()) {
            throw ToolResource.unknown(name);
        }
        ObjectNode root = ToolJson.MAPPER.createObjectNode().put("tool", name);
        ArrayNode all = root.putArray("denials");
        for (DenialInfo denial : denials) {
            ObjectNode one = all.addObject();
            one.put("function", denial.function());
            one.put("capability", denial.capability().key());
            one.put("count", denial.count());
            one.put("last", denial.last().toString());
            ArrayNode subjects = one.putArray("subjects");
            denial.subjects().forEach(subjects::add);
            ArrayNode commands = one.putArray("commands");
            denial.commands().forEach(commands::add);
        }
        return root;
    }
}
