package org.vexhost.sandbox.compile.cache;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.security.MessageDigest;
import org.vexhost.sandbox.binary.Digests;

/**
 * The content of a file, in which a checksum (SHA-256) follows each part. The file is read whole,
 * because a digest of a stream would take each byte of a number by itself.
 */
final class CheckedInput {

    private static final int SUM_BYTES = 32;

    private final byte[] content;
    private final ByteArrayInputStream stream;
    private final DataInputStream data;

    /** The offset of the first byte after the last checksum. */
    private int part;

    CheckedInput(byte[] content) {
        this.content = content;
        this.stream = new ByteArrayInputStream(content);
        this.data = new DataInputStream(stream);
    }

    /** Returns the reader of what follows. */
    DataInputStream data() {
        return data;
    }

    /** Reads a number of bytes that is written before them. */
    byte[] bytes() throws IOException {
        int length = data.readInt();
        if (length < 0) {
            throw CacheEntry.damaged();
        }
        if (length > stream.available()) {
            throw new EOFException();
        }
        byte[] bytes = new byte[length];
        data.readFully(bytes);
        return bytes;
    }

    /**
     * Compares the checksum of what was read since the last one with the one that follows.
     *
     * @throws IOException if it is a different one
     */
    void requireSum() throws IOException {
        int end = content.length - stream.available();
        MessageDigest computed = Digests.sha256();
        computed.update(content, part, end - part);
        byte[] written = new byte[SUM_BYTES];
        data.readFully(written);
        if (!MessageDigest.isEqual(computed.digest(), written)) {
            throw new IOException("its checksum is wrong");
        }
        part = end + SUM_BYTES;
    }
}
