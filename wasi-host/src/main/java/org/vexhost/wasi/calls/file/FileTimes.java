package org.vexhost.wasi.calls.file;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.session.Clock;

/**
 * The new times of a file, as a guest requests them. An absent time is not changed.
 *
 * @param accessed the time of last access
 * @param modified the time of last change
 */
record FileTimes(Optional<FileTime> accessed, Optional<FileTime> modified) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final int ALL =
            Flags.TIME_ACCESS
                    | Flags.TIME_ACCESS_NOW
                    | Flags.TIME_MODIFIED
                    | Flags.TIME_MODIFIED_NOW;

    /**
     * Reads the times from a function's arguments.
     *
     * <p>The JVM cannot set times after April 2262. Later times are replaced by the latest possible
     * time.
     *
     * @param accessed unsigned nanoseconds since 1970
     * @param modified unsigned nanoseconds since 1970
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code INVAL} if the flags request both a
     *     given time and the current time, or if a flag is unknown
     */
    static FileTimes of(long accessed, long modified, int flags, Clock clock) {
        if ((flags & ~ALL) != 0) {
            throw Errno.INVAL.asException();
        }
        return new FileTimes(
                time(
                        accessed,
                        (flags & Flags.TIME_ACCESS) != 0,
                        (flags & Flags.TIME_ACCESS_NOW) != 0,
                        clock),
                time(
                        modified,
                        (flags & Flags.TIME_MODIFIED) != 0,
                        (flags & Flags.TIME_MODIFIED_NOW) != 0,
                        clock));
    }

    private static Optional<FileTime> time(
            long given, boolean takesGiven, boolean takesNow, Clock clock) {
        if (takesGiven && takesNow) {
            throw Errno.INVAL.asException();
        } else if (takesNow) {
            return Optional.of(fileTime(clock.realtime()));
        }
        return takesGiven ? Optional.of(fileTime(given)) : Optional.empty();
    }

    private static FileTime fileTime(long unsignedNanos) {
        return FileTime.from(
                Instant.ofEpochSecond(
                        Long.divideUnsigned(unsignedNanos, NANOS_PER_SECOND),
                        Long.remainderUnsigned(unsignedNanos, NANOS_PER_SECOND)));
    }

    boolean isEmpty() {
        return accessed.isEmpty() && modified.isEmpty();
    }
}
