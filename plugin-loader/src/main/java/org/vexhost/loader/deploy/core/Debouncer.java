package org.vexhost.loader.deploy.core;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;

/**
 * Knows for how long files have not changed, and how long they must not have to be read. Confined
 * to the control thread.
 */
public final class Debouncer {

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
    public Debouncer(Supplier<Duration> settle) {
        this.settle = settle;
    }

    /** Takes down what the folder shows of an artifact. */
    void observe(Deployment deployment, Candidate candidate, long nowNanos) {
        deployment.missingSinceNanos = Optional.empty();
        if (deployment.observed.filter(candidate::equals).isPresent()) {
            return;
        }
        boolean goesOn =
                deployment.observed.isPresent()
                        && !deployment.attempted.equals(deployment.observed);
        if (goesOn) {
            deployment.longestGapNanos =
                    Math.max(deployment.longestGapNanos, nowNanos - deployment.changedNanos);
        } else {
            deployment.longestGapNanos = 0;
            deployment.unsettledSinceNanos = nowNanos;
        }
        deployment.observed = Optional.of(candidate);
        deployment.guessedName = candidate.guessedName();
        deployment.failuresOfHost = 0;
        deployment.changedNanos = nowNanos;
        deployment.notBeforeNanos = nowNanos;
    }

    /** How long to wait before an artifact is tried; 0 or less if it can be now. */
    long waitNanos(Deployment deployment, Candidate candidate, long nowNanos) {
        long quietAt = deployment.changedNanos + quietNanos(deployment, candidate);
        return Math.max(quietAt, deployment.notBeforeNanos) - nowNanos;
    }

    /** A file that was seen growing in pieces gets twice the longest pause between them. */
    private long quietNanos(Deployment deployment, Candidate candidate) {
        long least = settle.get().toNanos();
        if (candidate
                .defect()
                .filter(defect -> defect.kind() == Defect.Kind.PART_MISSING)
                .isPresent()) {
            return Math.max(least, GONE_AFTER.toNanos());
        }
        return Math.min(Math.max(least, 2 * deployment.longestGapNanos), MAX_SETTLE_FACTOR * least);
    }

    /** Whether it has been changing for so long that people wonder. */
    boolean isSlow(Deployment deployment, long nowNanos) {
        return nowNanos - deployment.unsettledSinceNanos > SLOW_COPY_AFTER.toNanos();
    }

    /**
     * The folder shows nothing of an artifact: how long until it counts as removed; 0 or less if it
     * does.
     */
    long goneInNanos(Deployment deployment, long nowNanos) {
        if (deployment.missingSinceNanos.isEmpty()) {
            deployment.missingSinceNanos = Optional.of(nowNanos);
        }
        return GONE_AFTER.toNanos() - (nowNanos - deployment.missingSinceNanos.get());
    }
}
