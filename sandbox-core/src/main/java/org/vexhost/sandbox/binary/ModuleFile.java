package org.vexhost.sandbox.binary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads files of modules, and other large files. */
public final class ModuleFile {

    /** The number of bytes that are read at once. For more, the JVM allocates a second buffer. */
    private static final int PIECE = 1 << 16;

    /** The maximum length of an array. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private ModuleFile() {}

    /**
     * Reads a file. Unlike {@link Files#readAllBytes}, this needs no other buffer of its size.
     *
     * @param options how the file is opened
     * @throws IOException if the file cannot be read, or is larger than an array can be
     */
    public static byte[] read(Path file, OpenOption... options) throws IOException {
        try (InputStream in = Files.newInputStream(file, options)) {
            long size = Files.size(file);
            if (size > MAX_BYTES) {
                throw new IOException("file has %d bytes".formatted(size));
            }
            byte[] bytes = new byte[(int) size];
            int length = 0;
            int more = 0;
            while (length < bytes.length && more >= 0) {
                more = in.read(bytes, length, Math.min(PIECE, bytes.length - length));
                length += Math.max(more, 0);
            }
            return withRest(bytes, length, in);
        }
    }

    /** Adds what is left: the size of a pipe is 0, and a file may have become longer or shorter. */
    private static byte[] withRest(byte[] bytes, int length, InputStream in) throws IOException {
        byte[] rest = in.readNBytes(MAX_BYTES - length);
        if (length == bytes.length && rest.length == 0) {
            return bytes;
        }
        byte[] all = Arrays.copyOf(bytes, length + rest.length);
        System.arraycopy(rest, 0, all, length, rest.length);
        return all;
    }
}
