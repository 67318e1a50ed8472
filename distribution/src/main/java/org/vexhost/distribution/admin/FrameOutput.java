package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.OutputStream;
import org.vexhost.distribution.protocol.FrameChannel;
import org.vexhost.distribution.protocol.FrameType;

/**
 * An output stream that sends bytes as frames of one type. Bytes are buffered until a flush.
 * Thread-safe.
 */
final class FrameOutput extends OutputStream {

    private final FrameChannel channel;
    private final FrameType type;
    private final byte[] buffer = new byte[8192];
    private int count;

    FrameOutput(FrameChannel channel, FrameType type) {
        this.channel = channel;
        this.type = type;
    }

    @Override
    public synchronized void write(int value) throws IOException {
        if (count == buffer.length) {
            flush();
        }
        buffer[count++] = (byte) value;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > buffer.length - count) {
            flush();
            if (length >= buffer.length) {
                channel.writeAll(type, bytes, offset, length);
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, count, length);
        count += length;
    }

    @Override
    public synchronized void flush() throws IOException {
        if (count > 0) {
            channel.writeAll(type, buffer, 0, count);
            count = 0;
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
