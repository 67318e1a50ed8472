package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.vexhost.api.ErrorReason;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.Handshake;
import org.vexhost.distribution.protocol.PartialFrame;

/** A client that has not sent a request yet. Used only by the socket's thread. */
final class PendingConnection {

    private final SocketChannel channel;
    private final Handshake greeting;
    private final long sinceNanos;
    private PartialFrame frame = new PartialFrame();
    private boolean greeted;

    /**
     * Creates the connection of a client that has just connected.
     *
     * @param channel in non-blocking mode
     * @param greeting response to the client's greeting
     */
    PendingConnection(SocketChannel channel, Handshake greeting, long sinceNanos) {
        this.channel = channel;
        this.greeting = greeting;
        this.sinceNanos = sinceNanos;
    }

    SocketChannel channel() {
        return channel;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /**
     * Reads the bytes that have arrived, and responds to the client's greeting.
     *
     * @return the request; empty until it is complete
     * @throws IOException if the client has disconnected or uses another protocol
     */
    Optional<Frame> read() throws IOException {
        Optional<Frame> next = frame.read(channel);
        if (next.isEmpty() || greeted) {
            return next;
        }
        Handshake theirs = Handshake.from(next.get());
        int ignored = channel.write(greeting.toFrame().toBytes());
        greeted = true;
        theirs.requireSameProtocol();
        frame = new PartialFrame();
        return frame.read(channel);
    }

    void reject(int status, String problem) {
        Rejection.send(channel, first(), status, problem);
    }

    void reject(ErrorReason reason, String text) {
        Rejection.send(channel, first(), reason, text);
    }

    private ByteBuffer first() {
        return greeted ? ByteBuffer.allocate(0) : greeting.toFrame().toBytes();
    }
}
