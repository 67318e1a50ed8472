package org.vexhost.gateway.mcp.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads one JSON-RPC message. Reading is strict: UTF-8 without a byte order mark, no duplicate
 * members, no batch, and nesting up to the limit of {@link Json}. The arguments of a tool are not
 * parsed here and stay text. The number of all other values is limited.
 */
public final class MessageReader {

    /** The member of the parameters that holds a tool's arguments. */
    static final String ARGUMENTS = "arguments";

    /** The largest number of values outside of a tool's arguments. */
    static final int MAX_VALUES = 10_000;

    private static final int MAX_METHOD_LENGTH = 256;

    private final CharBuffer text;
    private int values;

    private MessageReader(CharBuffer text) {
        this.text = text;
    }

    /**
     * Reads a message.
     *
     * @throws RpcException if the bytes are not a message; contains the message's id if the message
     *     has one
     */
    public static Message read(byte[] utf8) throws RpcException {
        return classify(new MessageReader(decode(utf8)).readMessage());
    }

    private static CharBuffer decode(byte[] bytes) throws RpcException {
        if (bytes.length == 0) {
            throw new RpcException(RpcError.PARSE_ERROR, "message is empty");
        }
        // A message begins with a brace or a space. A zero byte next to it means UTF-16 or UTF-32.
        boolean hasZero = bytes[0] == 0 || (bytes.length > 1 && bytes[1] == 0);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            if (!hasZero && text.get(0) != '\uFEFF') {
                return text;
            }
        } catch (CharacterCodingException e) {
            // The exception below reports this.
        }
        throw new RpcException(
                RpcError.PARSE_ERROR, "message is not UTF-8 without a byte order mark");
    }

    private Members readMessage() throws RpcException {
        try (JsonParser parser =
                JsonRpc.FACTORY.createParser(
                        ObjectReadContext.empty(), text.array(), 0, text.remaining())) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                throw new RpcException(RpcError.INVALID_REQUEST, "message is a batch");
            }
            if (first != JsonToken.START_OBJECT) {
                throw new RpcException(RpcError.INVALID_REQUEST, "message is not an object");
            }
            Members message = readMembers(parser, "", 0);
            if (parser.nextToken() != null) {
                throw new RpcException(RpcError.PARSE_ERROR, "message continues after its value");
            }
            return message;
        } catch (JacksonException e) {
            throw new RpcException(
                    RpcError.PARSE_ERROR,
                    "message is not JSON [%s]".formatted(e.getOriginalMessage()));
        } catch (InvalidJsonException e) {
            throw new RpcException(
                    RpcError.PARSE_ERROR, "arguments are not JSON [%s]".formatted(e.getMessage()));
        }
    }

    /**
     * Reads the members of an object.
     *
     * @param name name of the object
     * @param depth 0 for the message, 1 for its members
     */
    private Members readMembers(JsonParser parser, String name, int depth) throws RpcException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken token = parser.nextToken();
            boolean isForTool = depth == 1 && name.equals("params") && member.equals(ARGUMENTS);
            members.put(
                    member,
                    isForTool && token == JsonToken.START_OBJECT
                            ? slice(parser)
                            : readValue(parser, member, depth + 1));
        }
        return new Members(members);
    }

    private Json slice(JsonParser parser) {
        int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        parser.skipChildren();
        int end = Math.toIntExact(parser.currentLocation().getCharOffset());
        return Json.parse(text.subSequence(start, end).toString());
    }

    private Object readValue(JsonParser parser, String name, int depth) throws RpcException {
        values++;
        if (values > MAX_VALUES) {
            throw new RpcException(
                    RpcError.INVALID_REQUEST,
                    "message exceeds the maximum of %d values".formatted(MAX_VALUES));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> readMembers(parser, name, depth);
            case START_ARRAY -> readElements(parser, depth);
            case VALUE_STRING -> parser.getString();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> readWhole(parser);
            case VALUE_NUMBER_FLOAT -> Members.Other.NUMBER;
            default -> Members.Other.NULL;
        };
    }

    private static Object readWhole(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default -> Members.Other.NUMBER;
        };
    }

    private List<Object> readElements(JsonParser parser, int depth) throws RpcException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readValue(parser, "", depth + 1));
        }
        return elements;
    }

    private static Message classify(Members message) throws RpcException {
        Optional<RpcId> id = message.id("id");
        if (message.has("id") && id.isEmpty()) {
            throw invalid(
                    id,
                    "id is not a whole number of 64 bits or a string of at most %d characters"
                            .formatted(RpcId.MAX_LENGTH));
        }
        if (!message.text("jsonrpc").equals(Optional.of("2.0"))) {
            throw invalid(id, "member 'jsonrpc' is not \"2.0\"");
        }
        if (!message.has("method")) {
            if (id.isPresent() && (message.has("result") || message.has("error"))) {
                return new Message.Response();
            }
            throw invalid(id, "message has no member 'method'");
        }
        String method =
                message.text("method")
                        .filter(text -> !text.isEmpty() && text.length() <= MAX_METHOD_LENGTH)
                        .orElseThrow(
                                () ->
                                        invalid(
                                                id,
                                                "method is not a string of 1 to %d characters"
                                                        .formatted(MAX_METHOD_LENGTH)));
        Members params = message.object("params").orElse(Members.NONE);
        if (message.has("params") && message.object("params").isEmpty()) {
            throw new RpcException(
                    id, RpcError.of(RpcError.INVALID_PARAMS, "params is not an object"));
        }
        return id.isPresent()
                ? new Message.Request(id.get(), method, params)
                : new Message.Notification(method, params);
    }

    private static RpcException invalid(Optional<RpcId> id, String fact) {
        return new RpcException(id, RpcError.of(RpcError.INVALID_REQUEST, fact));
    }
}
