package org.vexhost.wasi.quota;

/**
 * What a granted directory may come to hold.
 *
 * @param maxBytes the sum of the sizes of its files
 * @param maxFiles how many files, directories and links
 */
public record Limits(long maxBytes, long maxFiles) {

    /** Whether there is anything to count for. */
    boolean isBounded() {
        return maxBytes != Long.MAX_VALUE || maxFiles != Long.MAX_VALUE;
    }
}
