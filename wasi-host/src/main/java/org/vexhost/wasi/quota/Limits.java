package org.vexhost.wasi.quota;

/**
 * The quota of a granted directory.
 *
 * @param maxBytes the maximum total size of its files
 * @param maxFiles the maximum number of files, directories and links
 */
public record Limits(long maxBytes, long maxFiles) {

    /** Returns whether there is a limit, so that counting is needed. */
    boolean isBounded() {
        return maxBytes != Long.MAX_VALUE || maxFiles != Long.MAX_VALUE;
    }
}
