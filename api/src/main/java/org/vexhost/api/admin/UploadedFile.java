package org.vexhost.api.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A file that came over the network.
 *
 * @param name its name, checked by whoever writes it
 * @param content its bytes; read at most once
 * @since 1.0
 */
public record UploadedFile(String name, Content content) {

    /** The bytes of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Opens them.
         *
         * @throws IOException if they cannot be read
         */
        InputStream open() throws IOException;
    }

    /** Checks that nothing is null. */
    public UploadedFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
    }
}
