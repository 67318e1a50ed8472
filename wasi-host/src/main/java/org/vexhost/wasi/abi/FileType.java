package org.vexhost.wasi.abi;

/** The type of a descriptor or a directory entry. The number of a type is its ordinal. */
public enum FileType {
    /** Any other type, for example a FIFO or a stream of the host. */
    UNKNOWN,
    /** A block device. */
    BLOCK_DEVICE,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A directory. */
    DIRECTORY,
    /** A regular file. */
    REGULAR_FILE,
    /** A datagram socket. */
    SOCKET_DGRAM,
    /** A stream socket. */
    SOCKET_STREAM,
    /** A symbolic link. */
    SYMBOLIC_LINK;

    private static final int FORMAT_MASK = 0170000;

    /** Returns the number of this type, as the guest gets it. */
    @SuppressWarnings(
            "EnumOrdinal") // The constants are in the order of the specification's numbers.
    public int code() {
        return ordinal();
    }

    /** Returns the type in the mode field of a POSIX stat structure. */
    public static FileType ofMode(int mode) {
        return switch (mode & FORMAT_MASK) {
            case 0060000 -> BLOCK_DEVICE;
            case 0020000 -> CHARACTER_DEVICE;
            case 0040000 -> DIRECTORY;
            case 0100000 -> REGULAR_FILE;
            case 0140000 -> SOCKET_STREAM;
            case 0120000 -> SYMBOLIC_LINK;
            default -> UNKNOWN;
        };
    }
}
