package org.vexhost.api.admin;

import java.util.Map;
import java.util.Objects;
import org.vexhost.api.ErrorReason;

/**
 * The calls of one name since the host started.
 *
 * @param ended those that ended, well or not
 * @param inFlight those that have not
 * @param errors those that ended badly, by reason
 * @param fuel units of fuel that the guests used, together
 * @param hostFuel units of fuel that the host used for them, together
 * @param peakMemoryBytes the largest memory of one call, in bytes
 * @param durations of the calls that ended well, in nanoseconds, without waiting for a place
 * @param fuels of the calls that ended well, in units, guest and host together
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

    /** No calls. */
    public static final CallCounts NONE =
            new CallCounts(0, 0, Map.of(), 0, 0, 0, Histogram.EMPTY, Histogram.EMPTY);

    /** Checks that nothing is null, and copies the errors. */
    public CallCounts {
        errors = Map.copyOf(errors);
        Objects.requireNonNull(durations, "durations");
        Objects.requireNonNull(fuels, "fuels");
    }

    /** How many ended badly. */
    public long failed() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
