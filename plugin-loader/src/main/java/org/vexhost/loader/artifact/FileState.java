package org.vexhost.loader.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;

/**
 * What tells that a file is another one, or has another content, than before. Compared for equality
 * only: no clock is trusted.
 *
 * @param path which file
 * @param sizeBytes its size
 * @param modified when its content was changed, as the file system says
 * @param changed when its inode was changed, where there is such a thing: it moves even if a copy
 *     keeps the modification time
 * @param key device and inode, where there is such a thing
 */
public record FileState(
        Path path, long sizeBytes, FileTime modified, FileTime changed, String key) {

    /** Of a file that is there; links are followed. */
    static FileState of(Path path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
        FileTime changed = changed(path).orElse(basic.lastModifiedTime());
        return new FileState(
                path,
                basic.size(),
                basic.lastModifiedTime(),
                changed,
                String.valueOf(basic.fileKey()));
    }

    private static Optional<FileTime> changed(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return Optional.empty();
        }
        Map<String, Object> unix = Files.readAttributes(path, "unix:ctime");
        return unix.get("ctime") instanceof FileTime time ? Optional.of(time) : Optional.empty();
    }
}
