package org.vexhost.loader.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;

/**
 * An estimate of the heap that a JSON text needs as a tree, made without building the tree.
 *
 * @param containers the number of arrays and objects
 * @param names the number of named members
 * @param elements the number of commas plus one
 * @param bytes the size of the text
 */
record ArgumentSize(long containers, long names, long elements, long bytes) {

    /** The maximum number of values in arguments: 1,000,000. */
    static final int MAX_VALUES = 1_000_000;

    // These were measured on a 64-bit JVM, and have a margin.
    private static final long BYTES_PER_CONTAINER = 176;
    private static final long BYTES_PER_NAME = 112;
    private static final long BYTES_PER_ELEMENT = 80;

    private static final int CHUNK_BYTES = 8_192;

    /** Estimates a text's size. Reads the text once, which is fast and needs little memory. */
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

    /** Returns an upper bound for the number of values: arrays, objects and their contents. */
    long values() {
        return containers + elements;
    }

    /** Returns an upper bound for the heap of the tree, in bytes. */
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
