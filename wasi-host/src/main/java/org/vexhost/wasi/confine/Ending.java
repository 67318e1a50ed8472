package org.vexhost.wasi.confine;

/** What is done about a link at the end of a path. */
public enum Ending {
    /** It is followed. */
    FOLLOW,
    /** It is followed only if a slash comes after it, as in {@code link/}. */
    FOLLOW_BEFORE_SLASH,
    /** It is not followed. */
    KEEP
}
