package org.vexhost.loader.deploy.state;

import java.time.Duration;
import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;

/**
 * What the tools folder shows of an artifact, and since when: a debouncer. All times are of {@link
 * System#nanoTime}.
 *
 * @param observed what was seen last
 * @param guessedName the tool's name as the name of the files suggests it
 * @param changedNanos when it last became another
 * @param longestGapNanos the longest pause between changes since they began
 * @param unsettledSinceNanos when they began
 * @param missingSinceNanos when the folder first showed nothing of it
 * @param notBeforeNanos when it is tried at the earliest
 * @param hostFailures how often the host was the reason that it failed, in a row
 */
public record SourceFiles(
        Optional<Candidate> observed,
        String guessedName,
        long changedNanos,
        long longestGapNanos,
        long unsettledSinceNanos,
        Optional<Long> missingSinceNanos,
        long notBeforeNanos,
        int hostFailures) {

    /** How long a file may be away before it counts as removed: editors replace by renaming. */
    static final Duration GONE_AFTER = Duration.ofMillis(150);

    /** A file that changes for longer than this is shown as being written. */
    static final Duration SLOW_COPY_AFTER = Duration.ofMillis(500);

    /** How much longer than its settling time a file that grows in pieces is waited for. */
    private static final int MAX_SETTLE_FACTOR = 4;

    /** Of an artifact that appeared just now. */
    static SourceFiles appeared(String guessedName, long nowNanos) {
        return new SourceFiles(
                Optional.empty(),
                guessedName,
                nowNanos,
                0,
                nowNanos,
                Optional.empty(),
                nowNanos,
                0);
    }

    /** The folder shows a candidate. */
    SourceFiles seen(Candidate candidate, Optional<Candidate> attempted, long nowNanos) {
        if (observed.filter(candidate::equals).isPresent()) {
            return new SourceFiles(
                    observed,
                    guessedName,
                    changedNanos,
                    longestGapNanos,
                    unsettledSinceNanos,
                    Optional.empty(),
                    notBeforeNanos,
                    hostFailures);
        }
        boolean goesOn = observed.isPresent() && !attempted.equals(observed);
        return new SourceFiles(
                Optional.of(candidate),
                candidate.guessedName(),
                nowNanos,
                goesOn ? Math.max(longestGapNanos, nowNanos - changedNanos) : 0,
                goesOn ? unsettledSinceNanos : nowNanos,
                Optional.empty(),
                nowNanos,
                0);
    }

    /** The folder shows nothing of it. */
    SourceFiles missing(long nowNanos) {
        return new SourceFiles(
                observed,
                guessedName,
                changedNanos,
                longestGapNanos,
                unsettledSinceNanos,
                missingSinceNanos.or(() -> Optional.of(nowNanos)),
                notBeforeNanos,
                hostFailures);
    }

    /** It is tried again, at the earliest at a moment. */
    SourceFiles notBefore(long atNanos, int failures) {
        return new SourceFiles(
                observed,
                guessedName,
                changedNanos,
                longestGapNanos,
                unsettledSinceNanos,
                missingSinceNanos,
                atNanos,
                failures);
    }

    /** How long until what is missing counts as removed; 0 or less if it does. */
    public long goneInNanos(long nowNanos) {
        return GONE_AFTER.toNanos() - (nowNanos - missingSinceNanos.orElse(nowNanos));
    }

    /** How long to wait before it is tried; 0 or less if it can be now. */
    long waitNanos(Candidate candidate, Duration settle, long nowNanos) {
        long quietAt = changedNanos + quietNanos(candidate, settle.toNanos());
        return Math.max(quietAt, notBeforeNanos) - nowNanos;
    }

    /** A file that was seen growing in pieces gets twice the longest pause between them. */
    private long quietNanos(Candidate candidate, long least) {
        boolean partMissing =
                candidate
                        .defect()
                        .filter(defect -> defect.kind() == Defect.Kind.PART_MISSING)
                        .isPresent();
        return partMissing
                ? Math.max(least, GONE_AFTER.toNanos())
                : Math.min(Math.max(least, 2 * longestGapNanos), MAX_SETTLE_FACTOR * least);
    }

    /** Whether it has been changing for so long that people wonder. */
    boolean isSlow(long nowNanos) {
        return nowNanos - unsettledSinceNanos > SLOW_COPY_AFTER.toNanos();
    }
}
