package org.vexhost.wasi.calls.file;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;
import org.vexhost.wasi.session.Clock;

/**
 * The times that a guest wants a file to have. An absent one stays as it is.
 *
 * @param accessed of last access
 * @param modified of last change
 */
record FileTimes(Optional<FileTime> accessed, Optional<FileTime> modified) {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final int ALL =
            Flags.TIME_ACCESS
                    | Flags.TIME_ACCESS_NOW
                    | Flags.TIME_MODIFIED
                    | Flags.TIME_MODIFIED_NOW;

    /**
     * Takes them from a function's arguments.
     *
     * <p>The JVM sets no time after April 2262: later ones become that.
     *
     * @param accessed unsigned nanoseconds since 1970
     * @param modified unsigned nanoseconds since 1970
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code INVAL} if a time is given and now as
     *     well
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
