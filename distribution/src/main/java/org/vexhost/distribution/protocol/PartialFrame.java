package org.vexhost.distribution.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One frame that arrives in parts on a channel in non-blocking mode. Reading never takes bytes of
 * the next frame. Used by one thread.
 */
public final class PartialFrame {

    private ByteBuffer buffer = ByteBuffer.allocate(FrameHeader.BYTES);
    private @Nullable FrameHeader header;

    /** Creates a frame before any of its bytes have arrived. */
    public PartialFrame() {}

    /**
     * Reads the bytes that have arrived.
     *
     * @return the frame; empty until it is complete
     * @throws ProtocolException if the bytes are not a frame
     * @throws EOFException if the other side closed the connection
     */
    public Optional<Frame> read(ReadableByteChannel channel) throws IOException {
        FrameHeader now = header;
        if (now == null) {
            if (!fill(channel)) {
                return Optional.empty();
            }
            now = FrameHeader.read(buffer.flip());
            header = now;
            buffer = ByteBuffer.allocate(now.length());
        }
        return fill(channel)
                ? Optional.of(new Frame(now.type(), buffer.array()))
                : Optional.empty();
    }

    private boolean fill(ReadableByteChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer);
            if (count < 0) {
                throw new EOFException("connection ended inside a frame");
            }
            if (count == 0) {
                return false;
            }
        }
        return true;
    }
}
