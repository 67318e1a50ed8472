package org.vexhost.gateway.mcp.message;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.vexhost.api.Json;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes JSON-RPC messages in UTF-8, each in one line. */
public final class MessageWriter {

    private MessageWriter() {}

    /**
     * Writes a result.
     *
     * @param members writes the members of the result
     */
    public static byte[] result(RpcId id, Consumer<JsonGenerator> members) {
        return message(
                out -> {
                    out.writeName("id");
                    write(out, id);
                    object(out, "result", members);
                });
    }

    /** Writes an error. The id is null if the id of the message could not be read. */
    public static byte[] error(Optional<RpcId> id, RpcError error) {
        return message(
                out -> {
                    out.writeName("id");
                    if (id.isPresent()) {
                        write(out, id.get());
                    } else {
                        out.writeNull();
                    }
                    object(
                            out,
                            "error",
                            members -> {
                                members.writeNumberProperty("code", error.code());
                                members.writeStringProperty("message", error.message());
                                error.data().ifPresent(data -> raw(members, "data", data));
                            });
                });
    }

    /**
     * Writes a notification.
     *
     * @param params writes the members of the parameters
     */
    public static byte[] notification(String method, Consumer<JsonGenerator> params) {
        return message(
                out -> {
                    out.writeStringProperty("method", method);
                    object(out, "params", params);
                });
    }

    /** Writes an object that becomes part of a message later. */
    public static Json object(Consumer<JsonGenerator> members) {
        return Json.parse(
                bytes(
                        out -> {
                            out.writeStartObject();
                            members.accept(out);
                            out.writeEndObject();
                        }));
    }

    /** Writes a member that is an object. */
    public static void object(JsonGenerator out, String name, Consumer<JsonGenerator> members) {
        out.writeName(name);
        out.writeStartObject();
        members.accept(out);
        out.writeEndObject();
    }

    /** Writes a member whose value is already JSON text. */
    public static void raw(JsonGenerator out, String name, Json value) {
        out.writeName(name);
        out.writeRawValue(value.text());
    }

    /** Writes an id or progress token as a value. */
    public static void write(JsonGenerator out, RpcId id) {
        if (id instanceof RpcId.Text text) {
            out.writeString(text.value());
        } else if (id instanceof RpcId.Whole whole) {
            out.writeNumber(whole.value());
        }
    }

    private static byte[] message(Consumer<JsonGenerator> members) {
        return bytes(
                out -> {
                    out.writeStartObject();
                    out.writeStringProperty("jsonrpc", "2.0");
                    members.accept(out);
                    out.writeEndObject();
                });
    }

    private static byte[] bytes(Consumer<JsonGenerator> value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out =
                JsonRpc.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            value.accept(out);
        }
        return bytes.toByteArray();
    }
}
