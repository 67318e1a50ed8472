package org.vexhost.loader.artifact;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * The attributes that show whether a file or its content has changed. They are compared only for
 * equality, so no clock needs to be right.
 *
 * @param path the file
 * @param sizeBytes its size, in bytes
 * @param modified its modification time, from the file system
 * @param changed its inode change time, if the platform provides one; this time changes even if a
 *     copy keeps the modification time
 * @param key its device and inode, if the platform provides them
 */
public record FileState(
        Path path, long sizeBytes, FileTime modified, FileTime changed, String key) {}
