package org.vexhost.loader.deploy.folder;

/** How thoroughly a scan looks. */
public enum ScanMode {
    /** Every name and every file. */
    WHOLE,
    /** As {@link #WHOLE} if a modification time or a size has changed, otherwise nothing. */
    IF_CHANGED
}
