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
 * @param containers how many arrays and objects there are
 * @param names how many members have a name
 * @param elements how many values follow another one
 * @param bytes of the text
 */
record ArgumentSize(long containers, long names, long elements, long bytes) {

    /** The most values that arguments may have: 1,000,000. */
    static final int MAX_VALUES = 1_000_000;

    // Each measured on a 64-bit JVM, with a margin.
    private static final long BYTES_PER_CONTAINER = 176;
    private static final long BYTES_PER_NAME = 112;
    private static final long BYTES_PER_ELEMENT = 80;

    private static final int CHUNK_BYTES = 8_192;

    /** Reads the text once; quick, and in little memory. */
    static ArgumentSize of(Json json) {
        byte[] chunk = new byte[Math.min(CHUNK_BYTES, json.sizeBytes())];
        long containers = 0;
        long names = 0;
        long elements = 1;
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
                    } else if (b == ',') {
                        elements++;
                    } else if (b == ':') {
                        names++;
                    } else if (b == '[' || b == '{') {
                        containers++;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ArgumentSize(containers, names, elements, json.sizeBytes());
    }

    /** How many values there are at most: arrays, objects and what is in them. */
    long values() {
        return containers + elements;
    }

    /** The heap that a tree of it takes at most, in bytes. */
    long heapBytes() {
        return containers * BYTES_PER_CONTAINER
                + names * BYTES_PER_NAME
                + elements * BYTES_PER_ELEMENT
                + bytes * 3;
    }

    void requireAtMost(long maxValues) throws ArgumentsRefusedException {
        long values = values();
        if (values > maxValues) {
            throw new ArgumentsRefusedException(
                    ErrorReason.INPUT_TOO_LARGE,
                    "exceed maxArgumentValues of %d values [%d]".formatted(maxValues, values),
                    new ErrorDetail.LimitExceeded(
                            "maxArgumentValues", maxValues, "values", OptionalLong.of(values)));
        }
    }
}
