package org.vexhost.wasi.abi;

/**
 * The rights of descriptors, as the bits of a 64-bit set. The names are those of the specification.
 */
public final class Rights {

    /** Bit 0. */
    public static final long FD_DATASYNC = 1L << 0;

    /** Bit 1. */
    public static final long FD_READ = 1L << 1;

    /** Bit 2. */
    public static final long FD_SEEK = 1L << 2;

    /** Bit 3. */
    public static final long FD_FDSTAT_SET_FLAGS = 1L << 3;

    /** Bit 4. */
    public static final long FD_SYNC = 1L << 4;

    /** Bit 5. */
    public static final long FD_TELL = 1L << 5;

    /** Bit 6. */
    public static final long FD_WRITE = 1L << 6;

    /** Bit 7. */
    public static final long FD_ADVISE = 1L << 7;

    /** Bit 8. */
    public static final long FD_ALLOCATE = 1L << 8;

    /** Bit 9. */
    public static final long PATH_CREATE_DIRECTORY = 1L << 9;

    /** Bit 10. */
    public static final long PATH_CREATE_FILE = 1L << 10;

    /** Bit 11. */
    public static final long PATH_LINK_SOURCE = 1L << 11;

    /** Bit 12. */
    public static final long PATH_LINK_TARGET = 1L << 12;

    /** Bit 13. */
    public static final long PATH_OPEN = 1L << 13;

    /** Bit 14. */
    public static final long FD_READDIR = 1L << 14;

    /** Bit 15. */
    public static final long PATH_READLINK = 1L << 15;

    /** Bit 16. */
    public static final long PATH_RENAME_SOURCE = 1L << 16;

    /** Bit 17. */
    public static final long PATH_RENAME_TARGET = 1L << 17;

    /** Bit 18. */
    public static final long PATH_FILESTAT_GET = 1L << 18;

    /** Bit 19. */
    public static final long PATH_FILESTAT_SET_SIZE = 1L << 19;

    /** Bit 20. */
    public static final long PATH_FILESTAT_SET_TIMES = 1L << 20;

    /** Bit 21. */
    public static final long FD_FILESTAT_GET = 1L << 21;

    /** Bit 22. */
    public static final long FD_FILESTAT_SET_SIZE = 1L << 22;

    /** Bit 23. */
    public static final long FD_FILESTAT_SET_TIMES = 1L << 23;

    /** Bit 24. */
    public static final long PATH_SYMLINK = 1L << 24;

    /** Bit 25. */
    public static final long PATH_REMOVE_DIRECTORY = 1L << 25;

    /** Bit 26. */
    public static final long PATH_UNLINK_FILE = 1L << 26;

    /** Bit 27. */
    public static final long POLL_FD_READWRITE = 1L << 27;

    /** Bit 28. */
    public static final long SOCK_SHUTDOWN = 1L << 28;

    /** Bit 29. */
    public static final long SOCK_ACCEPT = 1L << 29;

    /** All rights. */
    public static final long ALL = (1L << 30) - 1;

    /** The rights that a regular file can have. */
    public static final long FILE =
            FD_DATASYNC
                    | FD_READ
                    | FD_SEEK
                    | FD_FDSTAT_SET_FLAGS
                    | FD_SYNC
                    | FD_TELL
                    | FD_WRITE
                    | FD_ADVISE
                    | FD_ALLOCATE
                    | FD_FILESTAT_GET
                    | FD_FILESTAT_SET_SIZE
                    | FD_FILESTAT_SET_TIMES
                    | POLL_FD_READWRITE;

    /** The rights that a directory can have. */
    public static final long DIRECTORY =
            FD_DATASYNC
                    | FD_FDSTAT_SET_FLAGS
                    | FD_SYNC
                    | FD_ADVISE
                    | PATH_CREATE_DIRECTORY
                    | PATH_CREATE_FILE
                    | PATH_LINK_SOURCE
                    | PATH_LINK_TARGET
                    | PATH_OPEN
                    | FD_READDIR
                    | PATH_READLINK
                    | PATH_RENAME_SOURCE
                    | PATH_RENAME_TARGET
                    | PATH_FILESTAT_GET
                    | PATH_FILESTAT_SET_SIZE
                    | PATH_FILESTAT_SET_TIMES
                    | FD_FILESTAT_GET
                    | FD_FILESTAT_SET_TIMES
                    | PATH_SYMLINK
                    | PATH_REMOVE_DIRECTORY
                    | PATH_UNLINK_FILE;

    /** The maximum rights of files and directories that are opened through a directory. */
    public static final long INHERITED = FILE | DIRECTORY;

    /** The rights of standard input. */
    public static final long INPUT =
            FD_READ | FD_FDSTAT_SET_FLAGS | FD_FILESTAT_GET | POLL_FD_READWRITE;

    /** The rights of standard output and standard error. */
    public static final long OUTPUT =
            FD_WRITE
                    | FD_FDSTAT_SET_FLAGS
                    | FD_FILESTAT_GET
                    | FD_DATASYNC
                    | FD_SYNC
                    | POLL_FD_READWRITE;

    private Rights() {}
}
