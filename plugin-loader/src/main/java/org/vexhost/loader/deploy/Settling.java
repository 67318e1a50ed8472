package org.vexhost.loader.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;

/**
 * Knows for how long files have not changed, and how long they must not have to be read. Confined
 * to the control thread.
 */
final class Settling {

    /** How long a file may be away before it counts as removed: editors replace by renaming. */
    private static final Duration GONE_AFTER = Duration.ofMillis(150);

    /** A file that changes for longer than this is shown as being written. */
    private static final Duration SLOW_COPY_AFTER = Duration.ofMillis(500);

    /** How much longer than its settling time a file that grows in pieces is waited for. */
    private static final int MAX_SETTLE_FACTOR = 4;

    private final Supplier<Duration> settle;

    /**
     * With a setting.
     *
     * @param settle how long a file must not have changed before it is read
     */
    Settling(Supplier<Duration> settle) {
        this.settle = settle;
    }

    /** Takes down what the folder shows of an artifact. */
    void observe(Slot slot, Candidate candidate, long nowNanos) {
        slot.missingSinceNanos = Optional.empty();
        if (slot.observed.filter(candidate::equals).isPresent()) {
            return;
        }
        boolean goesOn = slot.observed.isPresent() && !slot.attempted.equals(slot.observed);
        if (goesOn) {
            slot.longestGapNanos = Math.max(slot.longestGapNanos, nowNanos - slot.changedNanos);
        } else {
            slot.longestGapNanos = 0;
            slot.unsettledSinceNanos = nowNanos;
        }
        slot.observed = Optional.of(candidate);
        slot.guessedName = candidate.guessedName();
        slot.failuresOfHost = 0;
        slot.changedNanos = nowNanos;
        slot.notBeforeNanos = nowNanos;
    }

    /** How long to wait before an artifact is tried; 0 or less if it can be now. */
    long waitNanos(Slot slot, Candidate candidate, long nowNanos) {
        long quietAt = slot.changedNanos + quietNanos(slot, candidate);
        return Math.max(quietAt, slot.notBeforeNanos) - nowNanos;
    }

    /** A file that was seen growing in pieces gets twice the longest pause between them. */
    private long quietNanos(Slot slot, Candidate candidate) {
        long least = settle.get().toNanos();
        if (candidate
                .defect()
                .filter(defect -> defect.kind() == Defect.Kind.PART_MISSING)
                .isPresent()) {
            return Math.max(least, GONE_AFTER.toNanos());
        }
        return Math.min(Math.max(least, 2 * slot.longestGapNanos), MAX_SETTLE_FACTOR * least);
    }

    /** Whether it has been changing for so long that people wonder. */
    boolean isSlow(Slot slot, long nowNanos) {
        return nowNanos - slot.unsettledSinceNanos > SLOW_COPY_AFTER.toNanos();
    }

    /**
     * The folder shows nothing of an artifact: how long until it counts as removed; 0 or less if it
     * does.
     */
    long goneInNanos(Slot slot, long nowNanos) {
        if (slot.missingSinceNanos.isEmpty()) {
            slot.missingSinceNanos = Optional.of(nowNanos);
        }
        return GONE_AFTER.toNanos() - (nowNanos - slot.missingSinceNanos.get());
    }
}
