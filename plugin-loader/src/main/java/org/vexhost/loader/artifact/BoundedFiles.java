package org.vexhost.loader.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vexhost.api.MessageText;

/** Reads files with a size limit. */
final class BoundedFiles {

    private BoundedFiles() {}

    /**
     * Reads a whole file.
     *
     * @param file the file
     * @param maxBytes the maximum size, in bytes
     * @throws ArtifactException if the file is larger
     */
    static byte[] read(Path file, long maxBytes) throws IOException, ArtifactException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, maxBytes, FileNames.of(file));
        }
    }

    /**
     * Reads a whole stream.
     *
     * @param in the stream
     * @param maxBytes the maximum size, in bytes
     * @param name the name, for messages
     * @throws ArtifactException if the stream is larger
     */
    static byte[] read(InputStream in, long maxBytes, String name)
            throws IOException, ArtifactException {
        byte[] content = in.readNBytes(Math.toIntExact(Math.min(maxBytes, Integer.MAX_VALUE - 16)));
        if (content.length == maxBytes && in.read() >= 0) {
            throw tooLarge(name, maxBytes);
        }
        return content;
    }

    static ArtifactException tooLarge(String name, long maxBytes) {
        return new ArtifactException(
                Defect.Kind.REFUSED,
                "'%s' exceeds the size of %s bytes"
                        .formatted(FileNames.shown(name), MessageText.bytes(maxBytes)));
    }
}
