package org.vexhost.wasi.calls;

import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.vexhost.wasi.abi.Errno;
import org.vexhost.wasi.abi.Flags;

/**
 * The times that a guest wants a file to have. An absent one stays as it is.
 *
 * @param accessed of last access
 * @param modified of last change
 */
record FileTimes(Optional<FileTime> accessed, Optional<FileTime> modified) {

    private static final int ALL =
            Flags.TIME_ACCESS
                    | Flags.TIME_ACCESS_NOW
                    | Flags.TIME_MODIFIED
                    | Flags.TIME_MODIFIED_NOW;

    /**
     * Takes them from a function's arguments.
     *
     * @throws org.vexhost.wasi.abi.ErrnoException with {@code INVAL} if a time is given and now as
     *     well, or is beyond the year 2262
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
        if (takesGiven && (takesNow || given < 0)) {
            throw Errno.INVAL.asException();
        } else if (takesNow) {
            return Optional.of(FileTime.from(clock.realtime(), TimeUnit.NANOSECONDS));
        }
        return takesGiven
                ? Optional.of(FileTime.from(given, TimeUnit.NANOSECONDS))
                : Optional.empty();
    }

    boolean isEmpty() {
        return accessed.isEmpty() && modified.isEmpty();
    }
}
