package org.vexhost.gateway.rest.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Handles requests to {@code /admin/v1/callers}, which administers callers. A new token appears
 * only in the response that creates it.
 */
final class CallersResource implements Resource {

    private final Services services;

    CallersResource(Services services) {
        this.services = services;
    }

    @Override
    public HttpResponse answer(AdminRequest request)
            throws RefusedException, AdministrationException {
        CallerAdministration callers = services.callers();
        if (request.depth() == 0) {
            return switch (request.method()) {
                case "GET" -> list(callers);
                case "POST" -> add(callers, request);
                default -> throw RefusedException.method("GET, POST");
            };
        }
        String name = request.segments().get(1);
        if (request.depth() == 1) {
            return switch (request.method()) {
                case "GET" -> one(callers, name);
                case "DELETE" -> {
                    callers.remove(request.operator(), name);
                    yield HttpResponse.empty(204);
                }
                default -> throw RefusedException.method("GET, DELETE");
            };
        }
        if (request.depth() != 2 || !request.segments().get(2).equals("token")) {
            throw RefusedException.notFound("nothing is here");
        }
        if (!request.method().equals("POST")) {
            throw RefusedException.method("POST");
        }
        return token(200, name, callers.renew(request.operator(), name));
    }

    private static HttpResponse list(CallerAdministration callers) {
        ObjectNode root = ToolJson.MAPPER.createObjectNode();
        ArrayNode all = root.putArray("callers");
        callers.callers().forEach(info -> put(all.addObject(), info));
        return HttpResponse.json(200, ToolJson.MAPPER.writeValueAsBytes(root));
    }

    private static HttpResponse one(CallerAdministration callers, String name)
            throws RefusedException {
        Optional<CallerInfo> info = callers.caller(name);
        if (info.isEmpty()) {
            throw RefusedException.notFound(
                    "Caller %s is not configured".formatted(MessageText.quote(name)));
        }
        ObjectNode node = ToolJson.MAPPER.createObjectNode();
        put(node, info.get());
        return HttpResponse.json(200, ToolJson.MAPPER.writeValueAsBytes(node));
    }

    private static HttpResponse add(CallerAdministration callers, AdminRequest request)
            throws RefusedException, AdministrationException {
        JsonBody body = JsonBody.of(request, List.of("name", "tools", "roles"));
        String name = body.requiredText("name");
        List<Role> roles = new ArrayList<>();
        for (String word : body.texts("roles")) {
            roles.add(role(word));
        }
        String token =
                callers.add(
                        request.operator(),
                        name,
                        body.texts("tools"),
                        roles.isEmpty() ? List.of(Role.CALL) : roles);
        return token(201, name, token).with("Location", AdminRequest.PATH + "callers/" + name);
    }

    private static Role role(String word) throws RefusedException {
        for (Role role : Role.values()) {
            if (key(role).equals(word)) {
                return role;
            }
        }
        throw RefusedException.invalid(
                "role is not call, monitor or operator [%s]".formatted(MessageText.quote(word)));
    }

    private static String key(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static HttpResponse token(int status, String name, String token) {
        ObjectNode node = ToolJson.MAPPER.createObjectNode();
        node.put("name", name);
        node.put("token", token);
        return HttpResponse.json(status, ToolJson.MAPPER.writeValueAsBytes(node));
    }

    private static void put(ObjectNode node, CallerInfo info) {
        node.put("name", info.name());
        node.put("method", info.method());
        info.problem().ifPresent(problem -> node.put("problem", problem));
        ArrayNode tools = node.putArray("tools");
        info.tools().forEach(tools::add);
        ArrayNode roles = node.putArray("roles");
        info.roles().stream().sorted().forEach(role -> roles.add(key(role)));
        info.callsPerMinute().ifPresent(max -> node.put("callsPerMinute", max));
        info.callsAtOnce().ifPresent(max -> node.put("callsAtOnce", max));
        info.fuelPerDay().ifPresent(max -> node.put("fuelPerDay", max));
        node.put("fuelUsedToday", info.fuelUsedToday());
    }
}
