package org.vexhost.distribution.protocol;

import java.io.IOException;
import java.util.Optional;

/**
 * The first frame of each side.
 *
 * @param protocol the version of the protocol
 * @param product the version of the program, for messages
 */
public record Handshake(int protocol, String product) {

    /** The version that this code speaks. */
    public static final int PROTOCOL_VERSION = 1;

    private static final int MAGIC = 0x56455848;

    /** What this code says of itself. */
    public static Handshake of(String product) {
        return new Handshake(PROTOCOL_VERSION, product);
    }

    /** This as a frame. */
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
     * Reads what the other side says of itself.
     *
     * @throws ProtocolException if the frame does not hold it
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

    /** Sends this. */
    public void send(FrameChannel channel) throws IOException {
        channel.write(toFrame());
    }

    /**
     * Waits for what the other side says of itself.
     *
     * @throws ProtocolException if it says nothing, or not this
     */
    public static Handshake receive(FrameChannel channel) throws IOException {
        Optional<Frame> first = channel.read();
        if (first.isEmpty()) {
            throw new ProtocolException("connection ended before the first frame");
        }
        return from(first.get());
    }

    /**
     * Refuses another version of the protocol.
     *
     * @throws ProtocolException if this is not the version that this code speaks
     */
    public void requireSameProtocol() throws ProtocolException {
        if (protocol != PROTOCOL_VERSION) {
            throw new ProtocolException(
                    "vexhost %s speaks version %d of the protocol, not %d"
                            .formatted(product, protocol, PROTOCOL_VERSION));
        }
    }
}
