package org.vexhost.wasi.confine;

/** The way in which a link at the end of a path is treated. */
public enum Ending {
    /** Follow the link. */
    FOLLOW,
    /** Follow the link only if a slash follows it, as in {@code link/}. */
    FOLLOW_BEFORE_SLASH,
    /** Do not follow the link. */
    KEEP
}
