package org.vexhost.gateway.rest.admin;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolOperations;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Handles requests to {@code /admin/v1/grants/NAME}: the capabilities that are granted to a tool.
 */
final class GrantsResource implements Resource {

    private final Services services;

    GrantsResource(Services services) {
        this.services = services;
    }

    @Override
    public HttpResponse answer(AdminRequest request)
            throws RefusedException, AdministrationException, InterruptedException {
        if (request.depth() != 1) {
            throw RefusedException.notFound("nothing is here");
        }
        ToolAdministration tools = services.tools();
        String name = request.toolName();
        return switch (request.method()) {
            case "GET" -> of(tools.grants(name));
            case "PUT" -> of(grant(tools, request, name));
            case "DELETE" -> of(revoke(tools, request, name));
            default -> throw RefusedException.method("GET, PUT, DELETE");
        };
    }

    private static GrantsInfo grant(ToolAdministration tools, AdminRequest request, String name)
            throws RefusedException, AdministrationException, InterruptedException {
        if (tools.tool(name).isEmpty()) {
            throw ToolResource.unknown(name);
        }
        ToolOperations operations = tools.as(request.operator());
        GrantsReader read =
                GrantsReader.read(
                        request,
                        (guest, access) -> operations.ownFolder(name, guest, access).host());
        return operations.grant(name, read.grants(), read.updates(), read.digest());
    }

    private static GrantsInfo revoke(ToolAdministration tools, AdminRequest request, String name)
            throws RefusedException, AdministrationException, InterruptedException {
        Optional<String> word = request.exchange().parameter("capability");
        Optional<String> value = request.exchange().parameter("value");
        ToolOperations operations = tools.as(request.operator());
        if (word.isEmpty()) {
            if (value.isPresent()) {
                throw RefusedException.invalid("parameter 'value' needs parameter 'capability'");
            }
            return revokeAll(tools, operations, name);
        }
        Optional<Capability> capability = Capability.find(word.get());
        if (capability.isEmpty()) {
            throw RefusedException.invalid(
                    "capability is not known [%s]".formatted(MessageText.quote(word.get())));
        }
        return operations.revoke(name, capability.get(), value.map(List::of).orElseGet(List::of));
    }

    private static GrantsInfo revokeAll(
            ToolAdministration tools, ToolOperations operations, String name)
            throws AdministrationException, InterruptedException {
        Set<Capability> granted = new LinkedHashSet<>();
        tools.grants(name).grants().forEach(grant -> granted.add(grant.capability()));
        @Nullable AdministrationException problem = null;
        for (Capability each : granted) {
            try {
                GrantsInfo ignored = operations.revoke(name, each, List.of());
            } catch (AdministrationException e) {
                // The capability is revoked even if the file cannot be written, so continue with
                // the other capabilities.
                problem = e;
            }
        }
        if (problem != null) {
            throw problem;
        }
        return tools.grants(name);
    }

    private static HttpResponse of(GrantsInfo info) {
        ObjectNode root = ToolJson.MAPPER.createObjectNode();
        root.put("tool", info.tool());
        info.artifact().ifPresent(digest -> root.put("artifact", digest));
        root.put("updates", info.updates().name().toLowerCase(Locale.ROOT));
        ArrayNode environment = root.putArray("environment");
        ArrayNode directories = root.putArray("fileSystem");
        ArrayNode origins = root.putArray("network");
        ArrayNode ranges = root.putArray("addressRanges");
        ArrayNode secrets = root.putArray("secrets");
        root.put("cryptography", false);
        for (Grant grant : info.grants()) {
            if (grant instanceof Grant.Environment variable) {
                environment.add(variable.pattern());
            } else if (grant instanceof Grant.FileSystem directory) {
                put(directories.addObject(), directory);
            } else if (grant instanceof Grant.Network network) {
                ObjectNode origin = origins.addObject().put("origin", network.origin());
                if (!network.methods().isEmpty()) {
                    ArrayNode methods = origin.putArray("methods");
                    network.methods().forEach(methods::add);
                }
            } else if (grant instanceof Grant.AddressRange range) {
                ranges.add(range.range());
            } else if (grant instanceof Grant.Secret secret) {
                ObjectNode node = secrets.addObject().put("name", secret.name());
                ArrayNode to = node.putArray("origins");
                secret.origins().forEach(to::add);
                ArrayNode headers = node.putArray("headers");
                secret.headers().forEach(headers::add);
            } else if (grant instanceof Grant.Cryptography) {
                root.put("cryptography", true);
            }
        }
        return HttpResponse.json(200, ToolJson.MAPPER.writeValueAsBytes(root));
    }

    private static void put(ObjectNode node, Grant.FileSystem directory) {
        node.put("guest", directory.guest());
        node.put("host", directory.host().toString());
        node.put("access", directory.access() == Grant.Access.READ ? "read" : "readWrite");
        node.put("shared", directory.sharing() == Grant.Sharing.SHARED);
        node.put("maxBytes", directory.maxBytes());
        node.put("maxFiles", directory.maxFiles());
    }
}
