package org.vexhost.http.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.vexhost.http.message.HttpError;
import org.vexhost.http.message.HttpException;
import org.vexhost.http.redact.Redaction;

/**
 * A response whose header has arrived. Its body is read from the connection. Any thread may close
 * the response, which closes the connection.
 */
final class OpenResponse implements AutoCloseable {

    private final int status;
    private final byte[] header;
    private final long length;
    private final InputStream body;
    private final Redaction redaction;
    private final Runnable closing;

    private OpenResponse(
            int status,
            byte[] header,
            long length,
            InputStream body,
            Redaction redaction,
            Runnable closing) {
        this.status = status;
        this.header = header;
        this.length = length;
        this.body = body;
        this.redaction = redaction;
        this.closing = closing;
    }

    /**
     * Checks the header of a response, and takes ownership of the response.
     *
     * @param response the response
     * @param maxHeaderBytes the maximum size of the header, in bytes
     * @param redaction masks secrets in the response
     * @param cancel closes the connection
     * @throws HttpException with TOO_LARGE if the header is too large, or with SECRET if the
     *     response cannot be searched for secrets; in both cases, the connection is closed
     */
    static OpenResponse of(
            ClassicHttpResponse response, int maxHeaderBytes, Redaction redaction, Runnable cancel)
            throws IOException, HttpException {
        boolean taken = false;
        try {
            if (!redaction.isNone()) {
                requireIdentity(response);
            }
            byte[] header = header(response, redaction);
            if (header.length > maxHeaderBytes) {
                throw new HttpException(
                        HttpError.TOO_LARGE,
                        "header of the response exceeds %d bytes [%d]"
                                .formatted(maxHeaderBytes, header.length));
            }
            long length =
                    response.getEntity() == null ? 0 : response.getEntity().getContentLength();
            InputStream body = Connector.body(response);
            if (!redaction.isNone()) {
                body = new RedactedStream(body, redaction.begin());
            }
            taken = true;
            return new OpenResponse(response.getCode(), header, length, body, redaction, cancel);
        } finally {
            if (!taken) {
                cancel.run();
            }
        }
    }

    /** Rejects compressed responses, which cannot be searched for secrets. */
    private static void requireIdentity(ClassicHttpResponse response) throws HttpException {
        requireOnly(response, "Content-Encoding", "identity");
        requireOnly(response, "Transfer-Encoding", "chunked");
    }

    private static void requireOnly(ClassicHttpResponse response, String field, String value)
            throws HttpException {
        for (Header each : response.getHeaders(field)) {
            if (!String.valueOf(each.getValue()).strip().equalsIgnoreCase(value)) {
                throw new HttpException(
                        HttpError.SECRET,
                        "response has another '%s' than %s, and cannot be searched for secrets"
                                .formatted(field, value));
            }
        }
    }

    /**
     * Returns the header with lower-case names. In values, every character except visible ASCII
     * becomes {@code ?}. Secrets are masked before the text is changed in any other way.
     */
    private static byte[] header(ClassicHttpResponse response, Redaction redaction) {
        StringBuilder text = new StringBuilder();
        for (Header field : response.getHeaders()) {
            text.append(clean(redaction.redact(field.getName()).toLowerCase(Locale.ROOT)))
                    .append(": ")
                    .append(clean(redaction.redact(String.valueOf(field.getValue()))))
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

    /** Returns the status, 200 to 999. */
    int status() {
        return status;
    }

    /** Returns the header as {@code name: value} lines. */
    byte[] header() {
        return header;
    }

    /**
     * Returns the size of the body that the server declares, in bytes; negative if the server
     * declares no size.
     */
    long length() {
        return length;
    }

    /** Returns whether the next read need not wait for the server. */
    boolean hasBuffered() {
        try {
            return body.available() > 0;
        } catch (IOException e) {
            // The next read reports the failure.
            return true;
        }
    }

    /** Returns the redaction of this response. */
    Redaction redaction() {
        return redaction;
    }

    /** Reads at least one byte of the body. Returns the number of bytes, or -1 at the end. */
    int read(byte[] target, int length) throws IOException {
        return body.read(target, 0, length);
    }

    @Override
    public void close() {
        closing.run();
    }
}
