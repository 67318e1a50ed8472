package org.vexhost.gateway.mcp.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;

/** Reads the lines of a stream. The length of a line is limited. */
final class MessageLines {

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int limit;

    MessageLines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * Waits for the next line and returns it without its line break; empty at the end of the
     * stream. Text after the last line break counts as a line.
     *
     * @throws RpcException if a line is too long; the next call continues after it
     */
    Optional<byte[]> next() throws IOException, RpcException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        long length = 0;
        while (position < limit || fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            length += end - position;
            if (length <= maxBytes) {
                line.write(buffer, position, end - position);
            }
            boolean isWhole = end < limit;
            position = isWhole ? end + 1 : end;
            if (isWhole) {
                return Optional.of(bounded(line, length));
            }
        }
        return length == 0 ? Optional.empty() : Optional.of(bounded(line, length));
    }

    private byte[] bounded(ByteArrayOutputStream line, long length) throws RpcException {
        if (length > maxBytes) {
            throw new RpcException(
                    RpcError.INVALID_REQUEST,
                    "message exceeds the maximum of %d bytes [%d]".formatted(maxBytes, length));
        }
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }
}
