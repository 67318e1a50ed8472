package org.vexhost.gateway.mcp.message;

import java.util.Optional;

/** A message ends here: what to answer. Without a stack trace, since clients decide how often. */
public final class RpcException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient RpcError error;
    private final transient Optional<RpcId> id;

    /** An error about a message whose id is not known, or is known to who catches this. */
    public RpcException(int code, String message) {
        this(Optional.empty(), RpcError.of(code, message));
    }

    /** An error about a message, with its id where one was read. */
    public RpcException(Optional<RpcId> id, RpcError error) {
        super(error.message(), null, false, false);
        this.id = id;
        this.error = error;
    }

    /** What to answer. */
    public RpcError error() {
        return error;
    }

    /** The message's id, where this knows it. */
    public Optional<RpcId> id() {
        return id;
    }
}
