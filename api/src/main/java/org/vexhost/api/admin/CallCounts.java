package org.vexhost.api.admin;

import java.util.Map;
import java.util.Objects;
import org.vexhost.api.ErrorReason;

/**
 * The calls of one tool name since the host started.
 *
 * @param ended calls that ended, successfully or not
 * @param inFlight calls that have not ended
 * @param errors failed calls, by reason
 * @param fuel units of fuel that the guests used, in total
 * @param hostFuel units of fuel that the host used for the guests, in total
 * @param peakMemoryBytes the largest peak memory of a single call, in bytes
 * @param durations of successful calls, in nanoseconds, without the wait for a permit
 * @param fuels of successful calls, in units, guest and host together
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

    /** Counts of zero. */
    public static final CallCounts NONE =
            new CallCounts(0, 0, Map.of(), 0, 0, 0, Histogram.EMPTY, Histogram.EMPTY);

    /** Checks that nothing is null, and copies the errors. */
    public CallCounts {
        errors = Map.copyOf(errors);
        Objects.requireNonNull(durations, "durations");
        Objects.requireNonNull(fuels, "fuels");
    }

    /** Returns how many calls failed. */
    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
