package org.vexhost.distribution.protocol;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/**
 * Sends and receives frames on a channel. A frame consists of one byte for its type, four bytes for
 * its length, and the payload. Any number of threads may write at the same time, but only one may
 * read.
 *
 * <p>This class does not use the streams of {@code Channels}. Those streams share a lock, so a
 * write would have to wait for a read that waits for input.
 */
public final class FrameChannel implements Closeable {

    private final ByteChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 14).flip();
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 14);

    /** Creates a channel of frames. The underlying channel must be in blocking mode. */
    public FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the next frame. Empty if the other side closed the connection after a complete
     * frame.
     *
     * @throws ProtocolException if the bytes are not a frame
     * @throws EOFException if the other side closed the connection before the end of a frame
     */
    public Optional<Frame> read() throws IOException {
        if (!in.hasRemaining() && !fill()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(FrameHeader.BYTES);
        while (bytes.hasRemaining()) {
            require();
            bytes.put(in.get());
        }
        FrameHeader header = FrameHeader.read(bytes.flip());
        int length = header.length();
        byte[] payload = new byte[length];
        for (int filled = 0; filled < length; ) {
            require();
            int count = Math.min(length - filled, in.remaining());
            in.get(payload, filled, count);
            filled += count;
        }
        return Optional.of(new Frame(header.type(), payload));
    }

    /** Sends a frame. */
    public void write(Frame frame) throws IOException {
        write(frame.type(), frame.payload(), 0, frame.payload().length);
    }

    /** Sends bytes as one or more frames of the same type. Sends nothing if there are no bytes. */
    public void writeAll(FrameType type, byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, Frame.MAX_PAYLOAD_BYTES);
            write(type, bytes, offset + done, count);
            done += count;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(FrameType type, byte[] bytes, int offset, int length) throws IOException {
        synchronized (out) {
            out.clear();
            out.put((byte) type.code()).putInt(length);
            for (int done = 0; done < length; ) {
                int count = Math.min(length - done, out.remaining());
                out.put(bytes, offset + done, count);
                done += count;
                if (done < length) {
                    drain();
                }
            }
            drain();
        }
    }

    private void drain() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    private void require() throws IOException {
        if (!in.hasRemaining() && !fill()) {
            throw new EOFException("connection ended inside a frame");
        }
    }

    private boolean fill() throws IOException {
        in.clear();
        int count;
        do {
            count = channel.read(in);
        } while (count == 0);
        in.flip();
        return count > 0;
    }
}
