package org.vexhost.gateway.mcp.core;

import java.util.Optional;
import java.util.OptionalInt;
import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcId;

/**
 * The final message about a request: a result or an error.
 *
 * @param message bytes of the message; the array is not copied
 * @param errorCode code of a protocol error; empty for a result
 */
@SuppressWarnings("ArrayRecordComponent") // Messages are never compared, and copying costs.
public record Answer(byte[] message, OptionalInt errorCode) {

    /** Creates the final message of a request that succeeded. */
    public static Answer result(byte[] message) {
        return new Answer(message, OptionalInt.empty());
    }

    /** Creates an error. The id is empty if the message's id could not be read. */
    public static Answer error(Optional<RpcId> id, RpcError error) {
        return new Answer(MessageWriter.error(id, error), OptionalInt.of(error.code()));
    }
}
