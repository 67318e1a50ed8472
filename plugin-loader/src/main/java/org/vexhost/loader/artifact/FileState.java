package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

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
        Path path, long sizeBytes, FileTime modified, FileTime changed, String key) {}
