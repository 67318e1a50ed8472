package org.vexhost.wasi.confine;

import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Converts file times to the guest's format: unsigned 64-bit nanoseconds since 1970, up to July
 * 2554.
 */
final class GuestTimes {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The last second that can be represented completely. */
    private static final long MAX_SECONDS = Long.divideUnsigned(-1L, NANOS_PER_SECOND) - 1;

    private GuestTimes() {}

    /**
     * Converts a time. A time before 1970 becomes 0, as in Wasmtime. A time that is too late
     * becomes the largest number.
     */
    static long nanos(FileTime time) {
        Instant instant = time.toInstant();
        long seconds = instant.getEpochSecond();
        if (seconds < 0) {
            return 0;
        }
        return seconds > MAX_SECONDS ? -1L : seconds * NANOS_PER_SECOND + instant.getNano();
    }
}
