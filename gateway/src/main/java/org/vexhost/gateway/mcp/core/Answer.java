package org.vexhost.gateway.mcp.core;

import java.util.Optional;
import java.util.OptionalInt;
import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcId;

/**
 * The last message about a request.
 *
 * @param message its bytes; not copied
 * @param errorCode the code, where it is an error of the protocol
 */
@SuppressWarnings("ArrayRecordComponent") // Messages are never compared, and copying costs.
public record Answer(byte[] message, OptionalInt errorCode) {

    /** A result. */
    public static Answer result(byte[] message) {
        return new Answer(message, OptionalInt.empty());
    }

    /** An error; without an id where the message's could not be read. */
    public static Answer error(Optional<RpcId> id, RpcError error) {
        return new Answer(MessageWriter.error(id, error), OptionalInt.of(error.code()));
    }
}
