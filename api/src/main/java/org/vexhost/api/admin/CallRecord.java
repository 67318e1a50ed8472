package org.vexhost.api.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Usage;

/**
 * A record of a call that has ended. It contains neither the arguments nor the result.
 *
 * @param sequence the number of the call. The calls of all tools are numbered consecutively in the
 *     order in which they end, from 1 after each start of the host
 * @param id the call's id, which is also in the log and known to the caller; safe to print
 * @param tool the tool's name
 * @param version the version on which the call ran, or the serving version if the call did not run;
 *     empty if there was no such version
 * @param artifactDigest the digest of that version's artifact; empty if there is no artifact
 * @param caller the caller
 * @param ended the time at which the call ended
 * @param duration the time from the request to the end, including the wait for a permit; 0 or more
 * @param error the reason why the call failed; empty if it succeeded
 * @param argumentBytes the size of the arguments as UTF-8, in bytes
 * @param resultBytes the size of the result as UTF-8, in bytes; 0 if there is no result
 * @param usage the fuel and memory that the call used; {@link Usage#NONE} if no sandbox was started
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

    /** The minimum number of latest calls that are kept for each tool: 50. */
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
