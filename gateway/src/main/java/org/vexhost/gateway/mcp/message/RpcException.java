package org.vexhost.gateway.mcp.message;

import java.util.Optional;

/**
 * A message is rejected with an error. Has no stack trace, since clients decide how often this
 * happens.
 */
public final class RpcException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RpcError error;
    private final transient Optional<RpcId> id;

    /** Creates an error without an id. Either the id is unknown, or the catching code knows it. */
    public RpcException(int code, String message) {
        this(Optional.empty(), RpcError.of(code, message));
    }

    /** Creates an error about a message, with the message's id if it was read. */
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
