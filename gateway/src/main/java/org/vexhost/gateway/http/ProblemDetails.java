package org.vexhost.gateway.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vexhost.api.Json;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates responses that describe an error as {@code application/problem+json}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public final class ProblemDetails {

    private static final JsonMapper MAPPER = new JsonMapper();

    private ProblemDetails() {}

    /**
     * Creates an error of the gateway, not of a tool.
     *
     * @param code code for programs, for example {@code BODY_TOO_LARGE}
     * @param detail text for people; safe to print
     */
    public static HttpResponse of(int status, String code, String detail) {
        return of(status, code, detail, Map.of());
    }

    /** Creates an error with additional members, each a JSON value. */
    public static HttpResponse of(
            int status, String code, String detail, Map<String, Json> members) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("title", title(status));
        root.put("status", status);
        root.put("code", code);
        root.put("detail", detail);
        new LinkedHashMap<>(members)
                .forEach((name, value) -> root.set(name, MAPPER.readTree(value.text())));
        return new HttpResponse(
                status,
                Map.of("Content-Type", "application/problem+json"),
                MAPPER.writeValueAsBytes(root));
    }

    /**
     * Creates the response to a method that is not supported.
     *
     * @param methods the supported methods; {@code GET} includes {@code HEAD}
     */
    public static HttpResponse methodNotAllowed(String methods) {
        String allowed = methods.replace("GET", "GET, HEAD");
        return of(405, "METHOD_NOT_ALLOWED", "method is not one of " + allowed)
                .with("Allow", allowed);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not authenticated";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 408 -> "Request took too long";
            case 409 -> "Conflict";
            case 413 -> "Too large";
            case 415 -> "Content type not supported";
            case 421 -> "Wrong host";
            case 422 -> "Not acceptable";
            case 429 -> "Too many requests";
            case 500 -> "Host failure";
            case 502 -> "Tool failed";
            case 503 -> "Unavailable";
            case 504 -> "Took too long";
            default -> "Error";
        };
    }
}
