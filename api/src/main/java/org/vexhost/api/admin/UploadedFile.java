package org.vexhost.api.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A file that was uploaded over the network.
 *
 * @param name the file's name, which is not checked here; the class that writes the file checks it
 * @param content the bytes of the file, which are read at most once
 * @since 1.0
 */
public record UploadedFile(String name, Content content) {

    /** The bytes of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Opens a stream over the bytes.
         *
         * @throws IOException if the bytes cannot be read
         */
        InputStream open() throws IOException;
    }

    /** Checks that nothing is null. */
    public UploadedFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
    }
}
