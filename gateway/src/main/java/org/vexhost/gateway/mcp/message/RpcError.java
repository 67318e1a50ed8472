package org.vexhost.gateway.mcp.message;

import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;

/**
 * An error of the protocol, as opposed to the failure of a tool.
 *
 * @param code see the constants
 * @param message a fact for people; safe to print
 * @param data more facts
 */
public record RpcError(int code, String message, Optional<Json> data) {

    /** The message is not valid JSON. */
    public static final int PARSE_ERROR = -32700;

    /** The JSON is not a message. */
    public static final int INVALID_REQUEST = -32600;

    /** The host does not have this method. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The parameters are invalid, or they name something that does not exist. */
    public static final int INVALID_PARAMS = -32602;

    /** The host failed. */
    public static final int INTERNAL_ERROR = -32603;

    /** The session is unknown or has ended. */
    public static final int NO_SESSION = -32001;

    /** Too many requests or sessions at the same time. */
    public static final int OVERLOADED = -32000;

    /** A header differs from the message. */
    public static final int HEADER_MISMATCH = -32020;

    /** The host does not support this version of the protocol. */
    public static final int UNSUPPORTED_VERSION = -32022;

    private static final int MAX_MESSAGE_LENGTH = 512;

    /** Makes the message safe to print, and checks that the data is not null. */
    public RpcError {
        message = MessageText.printable(message);
        if (message.length() > MAX_MESSAGE_LENGTH) {
            message = MessageText.escape(message, MAX_MESSAGE_LENGTH);
        }
        Objects.requireNonNull(data, "data");
    }

    /** Creates an error without data. */
    public static RpcError of(int code, String message) {
        return new RpcError(code, message, Optional.empty());
    }
}
