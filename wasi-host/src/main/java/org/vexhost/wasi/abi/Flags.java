package org.vexhost.wasi.abi;

/** The flags in the arguments of WASI functions. */
public final class Flags {

    /** {@code lookupflags}: follow a link at the end of the path. */
    public static final int LOOKUP_FOLLOW = 1;

    /** {@code oflags}: create the file if it does not exist. */
    public static final int OPEN_CREATE = 1;

    /** {@code oflags}: fail if the file is not a directory. */
    public static final int OPEN_DIRECTORY = 2;

    /** {@code oflags}: fail if the file exists. */
    public static final int OPEN_EXCLUSIVE = 4;

    /** {@code oflags}: truncate the file to size 0. */
    public static final int OPEN_TRUNCATE = 8;

    /** {@code fdflags}: always write at the end of the file. */
    public static final int FD_APPEND = 1;

    /** {@code fdflags}: the data is on the device when a write returns. */
    public static final int FD_DSYNC = 2;

    /** {@code fdflags}: do not block. */
    public static final int FD_NONBLOCK = 4;

    /** {@code fdflags}: apply {@link #FD_DSYNC} and {@link #FD_SYNC} to reads too. */
    public static final int FD_RSYNC = 8;

    /** {@code fdflags}: the data and the attributes are on the device when a write returns. */
    public static final int FD_SYNC = 16;

    /** All {@code fdflags}. */
    public static final int FD_ALL = 31;

    /** {@code fstflags}: set the time of last access to the given time. */
    public static final int TIME_ACCESS = 1;

    /** {@code fstflags}: set the time of last access to the current time. */
    public static final int TIME_ACCESS_NOW = 2;

    /** {@code fstflags}: set the time of last change to the given time. */
    public static final int TIME_MODIFIED = 4;

    /** {@code fstflags}: set the time of last change to the current time. */
    public static final int TIME_MODIFIED_NOW = 8;

    private Flags() {}
}
