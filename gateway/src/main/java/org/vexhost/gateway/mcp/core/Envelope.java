package org.vexhost.gateway.mcp.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolCall;
import org.vexhost.gateway.mcp.message.Members;
import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;
import org.vexhost.gateway.mcp.tool.Era;

/** What the {@code _meta} of a request says about the request. */
public final class Envelope {

    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

    /** Where a call belongs in a trace; the names are the same in headers. */
    private static final List<String> TRACE = List.of("traceparent", "tracestate", "baggage");

    private Envelope() {}

    /** Whether a request says its version itself. */
    public static boolean isModern(Members params) {
        return meta(params).has(VERSION);
    }

    /** The version that a request names; empty if it names none. */
    public static Optional<String> version(Members params) {
        return meta(params).text(VERSION);
    }

    /**
     * Checks that a request says what each has to say.
     *
     * @throws RpcException if something is missing
     */
    public static void requireComplete(Members params) throws RpcException {
        Members meta = meta(params);
        if (meta.text(VERSION).isEmpty()) {
            throw missing(VERSION, "a string");
        }
        if (meta.object(CAPABILITIES).isEmpty()) {
            throw missing(CAPABILITIES, "an object");
        }
    }

    /**
     * Checks the version that a request names.
     *
     * @throws RpcException if this host does not speak it
     */
    public static void requireKnownVersion(Members params) throws RpcException {
        String requested = version(params).orElse("");
        if (!Era.MODERN.versions().contains(requested)) {
            Json data =
                    MessageWriter.object(
                            out -> {
                                out.writeName("supported");
                                out.writeStartArray();
                                Era.MODERN.versions().forEach(out::writeString);
                                out.writeEndArray();
                                out.writeStringProperty(
                                        "requested", MessageText.escape(requested, 64));
                            });
            throw new RpcException(
                    Optional.empty(),
                    new RpcError(
                            RpcError.UNSUPPORTED_VERSION,
                            "unsupported protocol version %s"
                                    .formatted(MessageText.quote(requested)),
                            Optional.of(data)));
        }
    }

    /**
     * The attributes of a call: where it belongs in a trace, and how it came.
     *
     * @param headers the same names by another way; the message's own count more
     */
    public static Map<String, String> attributes(
            Members params, Map<String, String> headers, String version, String transport) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Members meta = meta(params);
        for (String name : TRACE) {
            meta.text(name)
                    .or(() -> Optional.ofNullable(headers.get(name)))
                    .filter(Envelope::isAttribute)
                    .ifPresent(value -> attributes.put(name, value));
        }
        attributes.put("mcp.protocol.version", version);
        attributes.put("network.transport", transport);
        return attributes;
    }

    /** The names of headers that {@link #attributes} wants. */
    public static List<String> traceHeaders() {
        return TRACE;
    }

    private static boolean isAttribute(String value) {
        return !value.isEmpty()
                && value.length() <= ToolCall.MAX_ATTRIBUTE_LENGTH
                && MessageText.isPrintable(value);
    }

    private static Members meta(Members params) {
        return params.object("_meta").orElse(Members.NONE);
    }

    private static RpcException missing(String member, String kind) {
        return new RpcException(
                RpcError.INVALID_PARAMS,
                "member '%s' of params._meta is not %s".formatted(member, kind));
    }
}
