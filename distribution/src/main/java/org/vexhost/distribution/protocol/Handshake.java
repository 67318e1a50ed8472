package org.vexhost.distribution.protocol;

import java.io.IOException;
import java.util.Optional;

/**
 * The first frame that each side sends.
 *
 * @param protocol version of the protocol
 * @param product version of the program, for messages
 */
public record Handshake(int protocol, String product) {

    /** The version of the protocol that this code implements. */
    public static final int PROTOCOL_VERSION = 1;

    private static final int MAGIC = 0x56455848;

    /** Creates the handshake of this program. */
    public static Handshake of(String product) {
        return new Handshake(PROTOCOL_VERSION, product);
    }

    /** Returns the handshake as a frame. */
    public Frame toFrame() {
        return Payload.frame(
                FrameType.HELLO,
                out -> {
                    out.writeInt(MAGIC);
                    out.writeByte(protocol);
                    out.writeUTF(product);
                });
    }

    /**
     * Reads the other side's handshake from a frame.
     *
     * @throws ProtocolException if the frame does not contain a handshake
     */
    public static Handshake from(Frame frame) throws IOException {
        return Payload.read(
                FrameType.HELLO,
                frame,
                in -> {
                    if (in.readInt() != MAGIC) {
                        throw new ProtocolException("other side is not vexhost");
                    }
                    return new Handshake(in.readUnsignedByte(), in.readUTF());
                });
    }

    /** Sends the handshake. */
    public void send(FrameChannel channel) throws IOException {
        channel.write(toFrame());
    }

    /**
     * Waits for the handshake of the other side.
     *
     * @throws ProtocolException if the connection ends, or if the frame is not a handshake
     */
    public static Handshake receive(FrameChannel channel) throws IOException {
        Optional<Frame> first = channel.read();
        if (first.isEmpty()) {
            throw new ProtocolException("connection ended before the first frame");
        }
        return from(first.get());
    }

    /**
     * Checks that the other side uses the same version of the protocol.
     *
     * @throws ProtocolException if the versions differ
     */
    public void requireSameProtocol() throws ProtocolException {
        if (protocol != PROTOCOL_VERSION) {
            throw new ProtocolException(
                    "vexhost %s speaks version %d of the protocol, not %d"
                            .formatted(product, protocol, PROTOCOL_VERSION));
        }
    }
}
