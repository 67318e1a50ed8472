package org.vexhost.distribution.protocol;

import java.io.IOException;
import java.util.Optional;

/**
 * A request to serve a client of the Model Context Protocol.
 *
 * @param caller a configured caller; its permitted tools and quotas apply. Empty for all tools
 */
public record McpRequest(Optional<String> caller) {

    /** Returns the request as a frame. */
    public Frame toFrame() {
        return Payload.frame(
                FrameType.MCP,
                out -> {
                    out.writeBoolean(caller.isPresent());
                    if (caller.isPresent()) {
                        out.writeUTF(caller.get());
                    }
                });
    }

    /**
     * Reads a request from a frame.
     *
     * @throws ProtocolException if the frame does not contain a request
     */
    public static McpRequest from(Frame frame) throws IOException {
        return Payload.read(
                FrameType.MCP,
                frame,
                in ->
                        new McpRequest(
                                in.readBoolean() ? Optional.of(in.readUTF()) : Optional.empty()));
    }
}
