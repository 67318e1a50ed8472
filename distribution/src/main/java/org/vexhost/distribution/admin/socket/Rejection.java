package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ErrorReason;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.FrameType;

/**
 * Tells a client why it is rejected, and closes the connection. Never waits: a client whose buffer
 * is full receives nothing.
 */
final class Rejection {

    static final int USAGE = 2;
    static final int UNAVAILABLE = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Rejection.class);

    private Rejection() {}

    /**
     * Rejects a client for a documented reason.
     *
     * @param client in any mode; closed when this returns
     * @param greeting bytes to send first; empty if the greeting was sent already
     */
    static void send(SocketChannel client, ByteBuffer greeting, ErrorReason reason, String text) {
        send(
                client,
                greeting,
                reason.code().exitStatus(),
                "%s/%s: %s".formatted(reason.code(), reason, text));
    }

    /**
     * Rejects a client.
     *
     * @param client in any mode; closed when this returns
     * @param greeting bytes to send first; empty if the greeting was sent already
     */
    static void send(SocketChannel client, ByteBuffer greeting, int status, String reason) {
        try (client) {
            ByteBuffer line = Frame.of(FrameType.ERROR_OUTPUT, reason + "\n").toBytes();
            ByteBuffer exit = Frame.exit(status).toBytes();
            ByteBuffer all =
                    ByteBuffer.allocate(greeting.remaining() + line.remaining() + exit.remaining())
                            .put(greeting)
                            .put(line)
                            .put(exit)
                            .flip();
            int ignored = client.write(all);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("client did not hear that it is rejected [{}]", reason, e);
        }
    }
}
