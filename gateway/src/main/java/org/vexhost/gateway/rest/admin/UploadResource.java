package org.vexhost.gateway.rest.admin;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.UploadedFile;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.ProblemDetails;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Handles requests to {@code /admin/v1/tools}: lists all artifacts and deploys new ones. */
final class UploadResource implements Resource {

    /**
     * The largest body, in bytes: a module of 64 MiB, and 1 MiB for its descriptor and the
     * multipart headers.
     */
    static final long MAX_BODY_BYTES = (64L << 20) + (1 << 20);

    private static final Set<String> BYTES =
            Set.of(
                    "",
                    "application/octet-stream",
                    "application/java-archive",
                    "application/wasm",
                    "application/zip");

    private final Services services;

    UploadResource(Services services) {
        this.services = services;
    }

    @Override
    public HttpResponse answer(AdminRequest request)
            throws RefusedException, AdministrationException, InterruptedException {
        ToolAdministration tools = services.tools();
        return switch (request.method()) {
            case "GET" -> list(tools);
            case "POST" -> deploy(tools, request);
            default -> throw RefusedException.method("GET, POST");
        };
    }

    private static HttpResponse list(ToolAdministration tools) {
        ObjectNode root = ToolJson.MAPPER.createObjectNode();
        ArrayNode all = root.putArray("tools");
        tools.tools().forEach(tool -> ToolJson.put(all.addObject(), tool));
        return HttpResponse.json(200, ToolJson.MAPPER.writeValueAsBytes(root));
    }

    private static HttpResponse deploy(ToolAdministration tools, AdminRequest request)
            throws RefusedException, AdministrationException, InterruptedException {
        List<UploadedFile> files = files(request);
        for (UploadedFile file : files) {
            AdminRequest.requirePlain(file.name());
        }
        ToolInfo tool = tools.as(request.operator()).deploy(files, request.await());
        byte[] body = ToolJson.MAPPER.writeValueAsBytes(ToolJson.whole(tool));
        HttpResponse answer =
                switch (tool.status().state()) {
                    case FAILED -> rejected(tool, body);
                    case WAITING, COMPILING -> HttpResponse.json(202, body);
                    default -> HttpResponse.json(201, body);
                };
        return ToolDefinition.NAME.matcher(tool.name()).matches() && answer.status() < 300
                ? answer.with("Location", AdminRequest.PATH + "tools/" + tool.name())
                : answer;
    }

    private static HttpResponse rejected(ToolInfo tool, byte[] body) {
        return ProblemDetails.of(
                422,
                "REJECTED",
                "Tool %s is FAILED: %s"
                        .formatted(
                                MessageText.escape(tool.name(), 128),
                                MessageText.printable(tool.status().reason())),
                Map.of("tool", Json.parse(body)));
    }

    private static List<UploadedFile> files(AdminRequest request) throws RefusedException {
        String type = request.mediaType();
        byte[] body = request.exchange().body();
        if (body.length == 0) {
            throw RefusedException.invalid("body is empty");
        }
        if (type.equals("multipart/form-data")) {
            return Multipart.files(request.exchange().header("Content-Type").orElse(""), body);
        }
        if (!BYTES.contains(type)) {
            throw RefusedException.of(
                    415,
                    "NOT_A_FILE",
                    "content type is not application/octet-stream or multipart/form-data");
        }
        String name =
                request.exchange()
                        .parameter("name")
                        .orElseThrow(
                                () ->
                                        RefusedException.invalid(
                                                "parameter 'name' with the file's name is missing"));
        return List.of(new UploadedFile(name, () -> new ByteArrayInputStream(body)));
    }
}
