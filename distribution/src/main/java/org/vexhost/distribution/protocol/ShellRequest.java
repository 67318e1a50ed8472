package org.vexhost.distribution.protocol;

import java.io.IOException;

/**
 * A request to start an interactive shell.
 *
 * @param terminalType the client's {@code TERM}, for example {@code xterm-256color}
 * @param size size of the client's terminal
 */
public record ShellRequest(String terminalType, TerminalSize size) {

    /** Returns the request as a frame. */
    public Frame toFrame() {
        return Payload.frame(
                FrameType.SHELL,
                out -> {
                    out.writeUTF(terminalType);
                    out.writeShort(size.columns());
                    out.writeShort(size.rows());
                });
    }

    /**
     * Reads a request from a frame.
     *
     * @throws ProtocolException if the frame does not contain a request
     */
    public static ShellRequest from(Frame frame) throws IOException {
        return Payload.read(
                FrameType.SHELL,
                frame,
                in ->
                        new ShellRequest(
                                in.readUTF(),
                                new TerminalSize(in.readUnsignedShort(), in.readUnsignedShort())));
    }
}
