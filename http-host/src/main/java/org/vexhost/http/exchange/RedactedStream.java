package org.vexhost.http.exchange;

import java.io.IOException;
import java.io.InputStream;
import org.vexhost.http.redact.Redactor;

/**
 * The body of a response with its secrets masked. It waits for further bytes only if all bytes that
 * have arrived may be the beginning of a secret.
 */
final class RedactedStream extends InputStream {

    private static final int PART = 8 << 10;

    private final InputStream body;
    private final Redactor redactor;
    private final byte[] part = new byte[PART];
    private boolean ended;

    RedactedStream(InputStream body, Redactor redactor) {
        this.body = body;
        this.redactor = redactor;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (redactor.ready() == 0) {
            if (ended) {
                return -1;
            }
            int count = body.read(part, 0, part.length);
            if (count < 0) {
                redactor.end();
                ended = true;
            } else {
                redactor.take(part, count);
            }
        }
        return redactor.give(target, offset, length);
    }

    /** Returns how many bytes can be read without waiting for the server. */
    @Override
    public int available() {
        return redactor.ready();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
