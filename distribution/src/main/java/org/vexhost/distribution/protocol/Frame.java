package org.vexhost.distribution.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message of the protocol.
 *
 * @param type purpose of the frame
 * @param payload 0 to {@link #MAX_PAYLOAD_BYTES} bytes; the array is not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Frames are never compared, and copying costs.
public record Frame(FrameType type, byte[] payload) {

    /** The largest payload: 64 KiB. */
    public static final int MAX_PAYLOAD_BYTES = 1 << 16;

    private static final byte[] NOTHING = {};

    /**
     * Checks the size of the payload.
     *
     * @throws IllegalArgumentException if the payload is too large
     */
    public Frame {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "frame exceeds the payload of %d bytes [%d, %s]"
                            .formatted(MAX_PAYLOAD_BYTES, payload.length, type));
        }
    }

    /** Creates a frame without a payload. */
    public static Frame of(FrameType type) {
        return new Frame(type, NOTHING);
    }

    /** Creates a frame of text in UTF-8. */
    public static Frame of(FrameType type, String text) {
        return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Creates the last frame of a response. */
    public static Frame exit(int status) {
        return new Frame(FrameType.EXIT, new byte[] {(byte) status});
    }

    /** The payload as text. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Returns the header and the payload as they are sent. */
    public ByteBuffer toBytes() {
        return ByteBuffer.allocate(FrameHeader.BYTES + payload.length)
                .put((byte) type.code())
                .putInt(payload.length)
                .put(payload)
                .flip();
    }

    /**
     * The status in an {@link FrameType#EXIT} frame, 0 to 255.
     *
     * @throws ProtocolException if the frame has no exit status
     */
    public int exitStatus() throws ProtocolException {
        if (type != FrameType.EXIT || payload.length != 1) {
            throw new ProtocolException(
                    "frame of type %s carries no exit status [%d bytes]"
                            .formatted(type, payload.length));
        }
        return payload[0] & 0xff;
    }
}
