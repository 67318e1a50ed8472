package org.vexhost.loader.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files by replacing them in one step. Other processes see the old content or the new
 * content, but never a part. This is also true after a crash.
 */
public final class AtomicFiles {

    private AtomicFiles() {}

    /**
     * Writes a hidden file beside the target, forces it to the disk, and renames it to the target.
     *
     * @throws IOException if a step fails; in that case, the target is unchanged
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = folderOf(file);
        Files.createDirectories(folder);
        Path hidden = hiddenBeside(file);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            hidden, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(
                    hidden,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(hidden);
        }
        force(folder);
    }

    /** Returns a hidden path beside {@code file}, which scans of the folder ignore. */
    public static Path hiddenBeside(Path file) {
        return folderOf(file).resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("file has no folder [%s]".formatted(file));
        }
        return folder;
    }

    /** Makes a rename in a folder survive a power failure, if the platform can open folders. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open folders, so only the rename itself is done there.
            return;
        }
    }
}
