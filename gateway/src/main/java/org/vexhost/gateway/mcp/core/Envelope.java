package org.vexhost.gateway.mcp.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.gateway.http.TraceHeaders;
import org.vexhost.gateway.mcp.message.Members;
import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;
import org.vexhost.gateway.mcp.tool.Era;

/** Reads the facts about a request that its {@code _meta} contains. */
public final class Envelope {

    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

    private Envelope() {}

    /** Whether a request itself names its protocol version. */
    public static boolean isModern(Members params) {
        return meta(params).has(VERSION);
    }

    /** The version that a request names; empty if it names none. */
    public static Optional<String> version(Members params) {
        return meta(params).text(VERSION);
    }

    /**
     * Checks that a request has all required members.
     *
     * @throws RpcException if a member is missing
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
     * @throws RpcException if this host does not support it
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
     * Returns the attributes of a call: its place in a trace, and its transport.
     *
     * @param headers values from HTTP headers of the same names; the values in the message have
     *     precedence
     */
    public static Map<String, String> attributes(
            Members params, Map<String, String> headers, String version, String transport) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Members meta = meta(params);
        // The members have the same names as the headers.
        for (String name : TraceHeaders.NAMES) {
            meta.text(name)
                    .filter(TraceHeaders::isAttribute)
                    .or(() -> Optional.ofNullable(headers.get(name)))
                    .ifPresent(value -> attributes.put(name, value));
        }
        attributes.put("mcp.protocol.version", version);
        attributes.put("network.transport", transport);
        return attributes;
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
