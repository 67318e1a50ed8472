package org.vexhost.gateway.rest.admin;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Handles requests to {@code /admin/v1/approvals} and the paths below it: updates that wait for an
 * operator's approval.
 */
final class ApprovalsResource implements Resource {

    private final Services services;

    ApprovalsResource(Services services) {
        this.services = services;
    }

    @Override
    public HttpResponse answer(AdminRequest request)
            throws RefusedException, AdministrationException, InterruptedException {
        ToolAdministration tools = services.tools();
        if (request.depth() == 0) {
            if (!request.method().equals("GET")) {
                throw RefusedException.method("GET");
            }
            return list(tools);
        }
        if (request.depth() != 1) {
            throw RefusedException.notFound("nothing is here");
        }
        String name = request.toolName();
        return switch (request.method()) {
            case "GET" -> {
                Optional<PendingApproval> pending = tools.pendingApproval(name);
                if (pending.isEmpty()) {
                    throw RefusedException.notFound(
                            "no update of tool %s waits".formatted(MessageText.quote(name)));
                }
                yield of(pending.get());
            }
            case "POST" -> of(approve(tools, request, name));
            default -> throw RefusedException.method("GET, POST");
        };
    }

    /**
     * Approves an update. The digest is required, because files may have been replaced after the
     * operator looked at the update.
     */
    private static PendingApproval approve(
            ToolAdministration tools, AdminRequest request, String name)
            throws RefusedException, AdministrationException, InterruptedException {
        String digest =
                AdminRequest.digest(JsonBody.of(request, List.of("digest")).requiredText("digest"));
        return tools.as(request.operator()).approve(name, Optional.of(digest));
    }

    private static HttpResponse list(ToolAdministration tools) {
        ObjectNode root = ToolJson.MAPPER.createObjectNode();
        ArrayNode all = root.putArray("approvals");
        TreeSet<String> names = new TreeSet<>();
        tools.tools().forEach(tool -> names.add(tool.name()));
        for (String name : names) {
            tools.pendingApproval(name).ifPresent(pending -> put(all.addObject(), pending));
        }
        return HttpResponse.json(200, ToolJson.MAPPER.writeValueAsBytes(root));
    }

    private static HttpResponse of(PendingApproval pending) {
        ObjectNode node = ToolJson.MAPPER.createObjectNode();
        put(node, pending);
        return HttpResponse.json(200, ToolJson.MAPPER.writeValueAsBytes(node));
    }

    private static void put(ObjectNode node, PendingApproval pending) {
        node.put("tool", pending.tool());
        pending.fromVersion().ifPresent(version -> node.put("fromVersion", version));
        node.put("toVersion", pending.toVersion());
        pending.fromDigest().ifPresent(digest -> node.put("fromDigest", digest));
        node.put("toDigest", pending.toDigest());
        ArrayNode changes = node.putArray("changes");
        for (PendingApproval.Change change : pending.changes()) {
            ObjectNode one = changes.addObject().put("subject", change.subject());
            change.before().ifPresent(text -> one.put("before", text));
            change.after().ifPresent(text -> one.put("after", text));
        }
    }
}
