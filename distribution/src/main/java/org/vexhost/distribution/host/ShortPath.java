package org.vexhost.distribution.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A path to a socket that is short enough for a socket address. The maximum is 104 bytes on macOS
 * and 108 on Linux. If the socket's path is longer, this path leads to it through a link in a new
 * private folder. Closing removes the link and its folder, but not the socket.
 */
public final class ShortPath implements AutoCloseable {

    static final int MAX_BYTES = 100;

    private static final int MAX_ALIAS_BYTES = 60;

    private final Path path;
    private final Path link;
    private final Path folder;

    private ShortPath(Path path, Path link, Path folder) {
        this.path = path;
        this.link = link;
        this.folder = folder;
    }

    /**
     * Creates a short path to a socket.
     *
     * @throws IOException if the path is too long and no link can be created
     */
    public static ShortPath to(Path socket) throws IOException {
        if (bytes(socket) <= MAX_BYTES) {
            return new ShortPath(socket, socket, socket);
        }
        Path folder = Files.createTempDirectory("vexhost");
        Path link = folder.resolve("run");
        Path name = java.util.Objects.requireNonNull(socket.getFileName(), "name");
        if (bytes(link) > MAX_ALIAS_BYTES) {
            Files.delete(folder);
            throw new IOException(
                    "socket path exceeds the length of %d bytes, and so does the temporary folder"
                                    .formatted(MAX_BYTES)
                            + " [%d, '%s']".formatted(bytes(socket), socket));
        }
        try {
            Files.createSymbolicLink(link, socket.toAbsolutePath().getParent());
        } catch (IOException | UnsupportedOperationException e) {
            Files.delete(folder);
            throw new IOException(
                    "socket path exceeds the length of %d bytes [%d, '%s']"
                            .formatted(MAX_BYTES, bytes(socket), socket),
                    e);
        }
        return new ShortPath(link.resolve(name), link, folder);
    }

    /** The path to bind or connect to. Valid only until this object is closed. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (!link.equals(folder)) {
            Files.deleteIfExists(link);
            Files.deleteIfExists(folder);
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
