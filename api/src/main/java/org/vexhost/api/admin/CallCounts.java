package org.vexhost.api.admin;

import java.util.Map;
import java.util.Objects;
import org.vexhost.api.ErrorReason;

/**
 * The counts of the calls of one tool name since the host started.
 *
 * @param ended the number of calls that have ended, successfully or not
 * @param inFlight the number of calls that have not ended
 * @param errors the number of failed calls, by reason
 * @param fuel the total fuel that the guests used, in units
 * @param hostFuel the total fuel that the host used on behalf of the guests, in units
 * @param peakMemoryBytes the largest peak memory of a single call, in bytes
 * @param durations the durations of successful calls, in nanoseconds, without the wait for a permit
 * @param fuels the fuel of successful calls, in units, guest and host together
 * @since 1.0
 */
public record CallCounts(
        long ended,
        long inFlight,
        Map<ErrorReason, Long> errors,
        long fuel,
        long hostFuel,
        long peakMemoryBytes,
        Histogram durations,
        Histogram fuels) {

    /** Counts that are all zero. */
    public static final CallCounts NONE =
            new CallCounts(0, 0, Map.of(), 0, 0, 0, Histogram.EMPTY, Histogram.EMPTY);

    /** Checks that nothing is null, and copies the errors. */
    public CallCounts {
        errors = Map.copyOf(errors);
        Objects.requireNonNull(durations, "durations");
        Objects.requireNonNull(fuels, "fuels");
    }

    /** Returns the number of failed calls. */
    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
