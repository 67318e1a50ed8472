package org.vexhost.wasi.abi;

/** The flag words of the functions' arguments. */
public final class Flags {

    /** {@code lookupflags}: follow a link at the end of the path. */
    public static final int LOOKUP_FOLLOW = 1;

    /** {@code oflags}: create the file if it is not there. */
    public static final int OPEN_CREATE = 1;

    /** {@code oflags}: fail if it is not a directory. */
    public static final int OPEN_DIRECTORY = 2;

    /** {@code oflags}: fail if it is there. */
    public static final int OPEN_EXCLUSIVE = 4;

    /** {@code oflags}: cut the file to nothing. */
    public static final int OPEN_TRUNCATE = 8;

    /** {@code fdflags}: write at the end. */
    public static final int FD_APPEND = 1;

    /** {@code fdflags}: data is on the device when a write returns. */
    public static final int FD_DSYNC = 2;

    /** {@code fdflags}: do not wait. */
    public static final int FD_NONBLOCK = 4;

    /** {@code fdflags}: as the others of its kind, for reads. */
    public static final int FD_RSYNC = 8;

    /** {@code fdflags}: data and attributes are on the device when a write returns. */
    public static final int FD_SYNC = 16;

    /** All of {@code fdflags}. */
    public static final int FD_ALL = 31;

    /** {@code fstflags}: the given time of last access. */
    public static final int TIME_ACCESS = 1;

    /** {@code fstflags}: now as the time of last access. */
    public static final int TIME_ACCESS_NOW = 2;

    /** {@code fstflags}: the given time of last change. */
    public static final int TIME_MODIFIED = 4;

    /** {@code fstflags}: now as the time of last change. */
    public static final int TIME_MODIFIED_NOW = 8;

    private Flags() {}
}
