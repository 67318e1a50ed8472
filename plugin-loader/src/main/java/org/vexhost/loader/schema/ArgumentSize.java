package org.vexhost.loader.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;

/**
 * How much heap a JSON text takes as a tree, found out without making one.
 *
 * @param values how many values there are at most: arrays, objects and what is in them
 * @param bytes of the text
 */
record ArgumentSize(long values, long bytes) {

    /** The most values that arguments may have: 1,000,000. */
    static final int MAX_VALUES = 1_000_000;

    /** A node with its place in an array or object and its name, measured with a margin. */
    private static final long BYTES_PER_VALUE = 168;

    private static final int CHUNK_BYTES = 8_192;

    /** Reads the text once; quick, and in little memory. */
    static ArgumentSize of(Json json) {
        byte[] chunk = new byte[Math.min(CHUNK_BYTES, json.sizeBytes())];
        long values = 1;
        boolean inString = false;
        boolean escaped = false;
        try (InputStream in = json.newInputStream()) {
            for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
                for (int i = 0; i < n; i++) {
                    byte b = chunk[i];
                    if (inString) {
                        if (escaped) {
                            escaped = false;
                        } else if (b == '\\') {
                            escaped = true;
                        } else if (b == '"') {
                            inString = false;
                        }
                    } else if (b == '"') {
                        inString = true;
                    } else if (b == ',' || b == '[' || b == '{') {
                        values++;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ArgumentSize(values, json.sizeBytes());
    }

    /** The heap that a tree of it takes at most, in bytes. */
    long heapBytes() {
        return values * BYTES_PER_VALUE + bytes * 3;
    }

    void requireAtMost(long maxValues) throws ArgumentsRefusedException {
        if (values > maxValues) {
            throw new ArgumentsRefusedException(
                    ErrorReason.INPUT_TOO_LARGE,
                    "exceed maxArgumentValues of %d values [%d]".formatted(maxValues, values),
                    new ErrorDetail.LimitExceeded(
                            "maxArgumentValues", maxValues, "values", OptionalLong.of(values)));
        }
    }
}
