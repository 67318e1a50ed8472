package org.vexhost.distribution.admin.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.vexhost.api.ErrorReason;
import org.vexhost.distribution.protocol.Frame;
import org.vexhost.distribution.protocol.Handshake;
import org.vexhost.distribution.protocol.PartialFrame;

/** A client that has not said yet what it wants. Used by the thread of the socket. */
final class PendingConnection {

    private final SocketChannel channel;
    private final Handshake greeting;
    private final long sinceNanos;
    private PartialFrame frame = new PartialFrame();
    private boolean greeted;

    /**
     * A client that has just connected.
     *
     * @param channel in non-blocking mode
     * @param greeting what it is answered
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
     * Takes what has arrived, and answers the greeting.
     *
     * @return the request, once all of it is here
     * @throws IOException if the client is gone, or speaks another protocol
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
