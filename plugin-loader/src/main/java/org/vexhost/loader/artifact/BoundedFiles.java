package org.vexhost.loader.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vexhost.api.MessageText;

/** Reads files that may be larger than they should. */
final class BoundedFiles {

    private BoundedFiles() {}

    /**
     * Reads all of a file.
     *
     * @param maxBytes how large it may be
     * @throws ArtifactException if it is larger
     */
    static byte[] read(Path file, long maxBytes) throws IOException, ArtifactException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, maxBytes, FileNames.of(file));
        }
    }

    /**
     * Reads all of a stream.
     *
     * @param name for messages
     * @throws ArtifactException if there is more than {@code maxBytes}
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
