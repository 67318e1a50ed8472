package org.vexhost.wasi.confine;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.vexhost.wasi.abi.FileType;

/**
 * The basic attributes of a file at one moment. A link is not followed.
 *
 * @param key identifies the file on this machine while the file exists; equal keys mean the same
 *     file
 * @param type the type; {@code UNKNOWN} for anything except a file, a directory or a link
 * @param size the size in bytes
 * @param accessed the time of the last read, in nanoseconds since 1970
 * @param modified the time of the last change, in nanoseconds since 1970
 */
public record Facts(Object key, FileType type, long size, long accessed, long modified) {

    static Facts of(BasicFileAttributes attributes) {
        return new Facts(
                Objects.requireNonNull(attributes.fileKey(), "file key"),
                typeOf(attributes),
                attributes.size(),
                GuestTimes.nanos(attributes.lastAccessTime()),
                GuestTimes.nanos(attributes.lastModifiedTime()));
    }

    private static FileType typeOf(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return FileType.REGULAR_FILE;
        } else if (attributes.isDirectory()) {
            return FileType.DIRECTORY;
        }
        return attributes.isSymbolicLink() ? FileType.SYMBOLIC_LINK : FileType.UNKNOWN;
    }

    /** Returns whether this is a directory. */
    public boolean isDirectory() {
        return type == FileType.DIRECTORY;
    }

    /** Returns whether this is a regular file. */
    public boolean isRegularFile() {
        return type == FileType.REGULAR_FILE;
    }

    /** Returns whether this is a symbolic link. */
    public boolean isLink() {
        return type == FileType.SYMBOLIC_LINK;
    }

    /** Returns the file's number on its device. */
    public long inode() {
        return number("ino=", 10);
    }

    /** Returns the device's number. */
    public long device() {
        return number("dev=", 16);
    }

    /**
     * Returns a number from the text of the key, such as {@code (dev=fe00,ino=42)}. The JDK
     * provides no other access to this number.
     */
    private long number(String label, int radix) {
        String text = key.toString();
        int start = text.indexOf(label);
        if (start < 0) {
            return 0;
        }
        int end = start + label.length();
        while (end < text.length() && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        return end == start + label.length()
                ? 0
                : Long.parseUnsignedLong(text, start + label.length(), end, radix);
    }
}
