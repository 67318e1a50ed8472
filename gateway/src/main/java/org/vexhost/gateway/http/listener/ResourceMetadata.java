package org.vexhost.gateway.http.listener;

import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.gate.Gate;
import org.vexhost.gateway.http.settings.HttpSettings;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names the issuers of tokens for this host. The host itself is never an issuer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728">RFC 9728</a>
 */
final class ResourceMetadata implements HttpRoute {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String resource;
    private final Supplier<HttpSettings> settings;
    private final CallerDirectory callers;

    /**
     * Creates the route of one resource.
     *
     * @param resource path of the resource; empty for the whole host
     */
    ResourceMetadata(String resource, Supplier<HttpSettings> settings, CallerDirectory callers) {
        this.resource = resource;
        this.settings = settings;
        this.callers = callers;
    }

    @Override
    public String path() {
        return Gate.METADATA_PATH + resource;
    }

    @Override
    public Optional<Role> role() {
        return Optional.empty();
    }

    @Override
    public void handle(HttpExchange exchange) {
        HttpSettings now = settings.get();
        if (!exchange.method().equals("GET")) {
            exchange.respond(ProblemDetails.methodNotAllowed("GET"));
        } else if (now.publicUrl().isEmpty() || callers.issuers().isEmpty()) {
            exchange.respond(ProblemDetails.of(404, "NOT_FOUND", "nothing is here"));
        } else {
            ObjectNode root = MAPPER.createObjectNode();
            root.put("resource", now.publicUrl().get() + resource);
            ArrayNode issuers = root.putArray("authorization_servers");
            callers.issuers().forEach(issuers::add);
            root.putArray("bearer_methods_supported").add("header");
            exchange.respond(HttpResponse.json(200, MAPPER.writeValueAsBytes(root)));
        }
    }
}
