package org.vexhost.http.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;

/**
 * A response whose header is here and whose body is read from its connection. Closing it closes the
 * connection, from any thread.
 */
final class OpenResponse implements AutoCloseable {

    private final int status;
    private final byte[] header;
    private final long length;
    private final InputStream body;
    private final Runnable closing;

    private OpenResponse(
            int status, byte[] header, long length, InputStream body, Runnable closing) {
        this.status = status;
        this.header = header;
        this.length = length;
        this.body = body;
        this.closing = closing;
    }

    /**
     * Takes a response over.
     *
     * @param cancel closes its connection
     * @throws HttpException with TOO_LARGE if its header is; the connection is closed then
     */
    static OpenResponse of(ClassicHttpResponse response, Runnable cancel)
            throws IOException, HttpException {
        boolean taken = false;
        try {
            byte[] header = header(response);
            if (header.length > HttpLimits.RESPONSE_HEADER_BYTES) {
                throw new HttpException(
                        HttpError.TOO_LARGE,
                        "header of the response exceeds %d bytes [%d]"
                                .formatted(HttpLimits.RESPONSE_HEADER_BYTES, header.length));
            }
            long length =
                    response.getEntity() == null ? 0 : response.getEntity().getContentLength();
            InputStream body = Connector.body(response);
            taken = true;
            return new OpenResponse(response.getCode(), header, length, body, cancel);
        } finally {
            if (!taken) {
                cancel.run();
            }
        }
    }

    /** Names in lower case; what is not visible ASCII in a value is shown as {@code ?}. */
    private static byte[] header(ClassicHttpResponse response) {
        StringBuilder text = new StringBuilder();
        for (Header field : response.getHeaders()) {
            text.append(clean(field.getName().toLowerCase(Locale.ROOT)))
                    .append(": ")
                    .append(clean(String.valueOf(field.getValue())))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars()
                .forEach(c -> clean.append(c == '\t' || (c >= ' ' && c <= '~') ? (char) c : '?'));
        return clean.toString();
    }

    /** The status, 200 to 999. */
    int status() {
        return status;
    }

    /** {@code name: value} lines. */
    byte[] header() {
        return header;
    }

    /** What the server says of the size of the body, in bytes; negative if it does not. */
    long length() {
        return length;
    }

    /** Whether bytes of the body are here already. */
    boolean hasBuffered() {
        try {
            return body.available() > 0;
        } catch (IOException e) {
            // Whoever reads meets it.
            return true;
        }
    }

    /** Reads at least a byte; -1 at the end. */
    int read(byte[] target, int length) throws IOException {
        return body.read(target, 0, length);
    }

    @Override
    public void close() {
        closing.run();
    }
}
