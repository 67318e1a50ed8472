package org.vexhost.distribution.protocol;

import java.nio.ByteBuffer;

/**
 * The header of a frame: one byte for the type, and four bytes for the length.
 *
 * @param length size of the payload in bytes, 0 to {@link Frame#MAX_PAYLOAD_BYTES}
 */
record FrameHeader(FrameType type, int length) {

    static final int BYTES = 5;

    /**
     * Reads a header.
     *
     * @param buffer contains at least {@link #BYTES} bytes
     * @throws ProtocolException if the bytes are not a header
     */
    static FrameHeader read(ByteBuffer buffer) throws ProtocolException {
        int code = buffer.get() & 0xff;
        FrameType type =
                FrameType.of(code)
                        .orElseThrow(
                                () ->
                                        new ProtocolException(
                                                "frame has an unknown type [%d]".formatted(code)));
        int length = buffer.getInt();
        if (length < 0 || length > Frame.MAX_PAYLOAD_BYTES) {
            throw new ProtocolException(
                    "frame exceeds the payload of %d bytes [%d, %s]"
                            .formatted(
                                    Frame.MAX_PAYLOAD_BYTES, Integer.toUnsignedLong(length), type));
        }
        return new FrameHeader(type, length);
    }
}
