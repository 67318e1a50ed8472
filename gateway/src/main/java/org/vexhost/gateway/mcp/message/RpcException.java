package org.vexhost.gateway.mcp.message;

import java.util.Optional;

/**
 * Thrown when a message is rejected with an error. Has no stack trace, because clients can cause
 * any number of these exceptions.
 */
public final class RpcException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RpcError error;
    private final transient Optional<RpcId> id;

    /**
     * Creates an error without an id. The id is unknown, or the code that catches the error knows
     * it.
     */
    public RpcException(int code, String message) {
        this(Optional.empty(), RpcError.of(code, message));
    }

    /** Creates an error about a message. Contains the message's id if the id was read. */
    public RpcException(Optional<RpcId> id, RpcError error) {
        super(error.message(), null, false, false);
        this.id = id;
        this.error = error;
    }

    /** The error to send. */
    public RpcError error() {
        return error;
    }

    /** The message's id, if it is known here. */
    public Optional<RpcId> id() {
        return id;
    }
}
