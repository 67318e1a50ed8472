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
 * Sends the reason for a rejection to a client, and closes the connection. Never waits: if the
 * connection's buffer is full, the client receives nothing.
 */
final class Rejection {

    static final int USAGE = 2;
    static final int UNAVAILABLE = 5;

    /** The text for a client of a host that ends. */
    static final String GOING_AWAY = "host is going away";

    private static final Logger LOG = LoggerFactory.getLogger(Rejection.class);

    private Rejection() {}

    /**
     * Rejects a client that has been greeted, because the host ends.
     *
     * @param client in blocking or non-blocking mode; closed when this method returns
     */
    static void sendGoingAway(SocketChannel client) {
        send(client, ByteBuffer.allocate(0), ErrorReason.DRAINING, GOING_AWAY);
    }

    /**
     * Rejects a client with an error reason.
     *
     * @param client in blocking or non-blocking mode; closed when this method returns
     * @param greeting bytes to send first; empty if the greeting has been sent
     */
    static void send(SocketChannel client, ByteBuffer greeting, ErrorReason reason, String text) {
        send(
                client,
                greeting,
                reason.code().exitStatus(),
                "%s/%s: %s".formatted(reason.code(), reason, text));
    }

    /**
     * Rejects a client with an exit status.
     *
     * @param client in blocking or non-blocking mode; closed when this method returns
     * @param greeting bytes to send first; empty if the greeting has been sent
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
