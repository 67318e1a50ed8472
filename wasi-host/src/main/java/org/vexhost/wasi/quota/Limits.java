package org.vexhost.wasi.quota;

/**
 * The quota of a granted directory.
 *
 * @param maxBytes the maximum total size of the files, in bytes
 * @param maxFiles the maximum number of files, directories and links
 */
public record Limits(long maxBytes, long maxFiles) {

    /** Returns whether there is any limit, so that the contents must be counted. */
    boolean isBounded() {
        return maxBytes != Long.MAX_VALUE || maxFiles != Long.MAX_VALUE;
    }
}
