package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Attributes that change when a file or its content changes. Compared for equality only; no clock
 * is trusted.
 *
 * @param path the file
 * @param sizeBytes its size, in bytes
 * @param modified its modification time, from the file system
 * @param changed its inode change time, where the platform has one; it changes even if a copy keeps
 *     the modification time
 * @param key its device and inode, where the platform has them
 */
public record FileState(
        Path path, long sizeBytes, FileTime modified, FileTime changed, String key) {}
