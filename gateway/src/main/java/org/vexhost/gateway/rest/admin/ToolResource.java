package org.vexhost.gateway.rest.admin;

import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Handles requests to {@code /admin/v1/tools/NAME} and to the actions below that path. */
final class ToolResource implements Resource {

    private final Services services;

    ToolResource(Services services) {
        this.services = services;
    }

    @Override
    public HttpResponse answer(AdminRequest request)
            throws RefusedException, AdministrationException, InterruptedException {
        ToolAdministration tools = services.tools();
        if (request.depth() == 1) {
            String name = request.artifactName();
            return switch (request.method()) {
                case "GET" -> one(tools, name);
                case "DELETE" -> undeploy(tools, request, name);
                default -> throw RefusedException.method("GET, DELETE");
            };
        }
        String verb = request.depth() == 2 ? request.segments().get(2) : "";
        if (!verb.equals("enable") && !verb.equals("disable")) {
            throw RefusedException.notFound("nothing is here");
        }
        if (!request.method().equals("POST")) {
            throw RefusedException.method("POST");
        }
        String name = request.toolName();
        if (verb.equals("enable")) {
            tools.as(request.operator()).enable(name);
        } else {
            tools.as(request.operator()).disable(name);
        }
        return one(tools, name);
    }

    private static HttpResponse one(ToolAdministration tools, String name) throws RefusedException {
        Optional<ToolInfo> tool = tools.tool(name);
        if (tool.isEmpty()) {
            throw unknown(name);
        }
        return HttpResponse.json(
                200, ToolJson.MAPPER.writeValueAsBytes(ToolJson.whole(tool.get())));
    }

    private static HttpResponse undeploy(
            ToolAdministration tools, AdminRequest request, String name)
            throws AdministrationException, InterruptedException {
        ObjectNode root = ToolJson.MAPPER.createObjectNode();
        ArrayNode removed = root.putArray("removed");
        tools.as(request.operator())
                .undeploy(name)
                .forEach(path -> removed.add(MessageText.printable(path.toString())));
        return HttpResponse.json(200, ToolJson.MAPPER.writeValueAsBytes(root));
    }

    static RefusedException unknown(String name) {
        return RefusedException.notFound(
                "Tool %s is not deployed".formatted(MessageText.quote(name)));
    }
}
