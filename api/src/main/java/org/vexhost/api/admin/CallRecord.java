package org.vexhost.api.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Usage;

/**
 * A call that has ended. Neither its arguments nor its result are kept.
 *
 * @param sequence the number of the call among the calls of all tools, in the order in which they
 *     ended; begins at 1 with each start of the host
 * @param id the call's id, as in the log and for the caller; safe to print
 * @param tool the tool's name
 * @param version the version that it ran on, or the serving version if it did not run; empty if
 *     there was none
 * @param artifactDigest the artifact of that version; empty if there is none
 * @param caller who called
 * @param ended when it ended
 * @param duration from the request to the end, including the wait for a permit; 0 or more
 * @param error why the call failed; empty if it succeeded
 * @param argumentBytes the size of its arguments as UTF-8, in bytes
 * @param resultBytes the size of its result as UTF-8, in bytes; 0 if there is none
 * @param usage what it used; {@link Usage#NONE} if no sandbox was started
 * @since 1.0
 */
public record CallRecord(
        long sequence,
        String id,
        String tool,
        Optional<String> version,
        Optional<String> artifactDigest,
        Caller caller,
        Instant ended,
        Duration duration,
        Optional<ErrorReason> error,
        long argumentBytes,
        long resultBytes,
        Usage usage) {

    /** The number of calls that are kept for each tool at least: 50. */
    public static final int MIN_KEPT = 50;

    /** Checks that nothing is null. */
    public CallRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(artifactDigest, "artifactDigest");
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(usage, "usage");
    }
}
