package org.vexhost.loader.deploy.state;

import java.time.Duration;
import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.artifact.Defect;

/**
 * What scans of the tools folder found of one artifact, with the times that debouncing needs. All
 * times are those of {@link System#nanoTime}.
 *
 * @param observed the candidate that the last scan found
 * @param guessedName the tool's name, guessed from the file names
 * @param changedNanos when the candidate last changed
 * @param longestGapNanos the longest pause within the current series of changes
 * @param unsettledSinceNanos when the current series of changes began
 * @param missingSinceNanos when the artifact was first missing from the folder
 * @param notBeforeNanos the earliest time of the next try
 * @param hostFailures consecutive failures that the host caused
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

    /**
     * How long a file may be missing before it counts as removed. The delay is needed because
     * editors replace files by renaming.
     */
    static final Duration GONE_AFTER = Duration.ofMillis(150);

    /** A file that keeps changing for longer than this is shown as being written. */
    static final Duration SLOW_COPY_AFTER = Duration.ofMillis(500);

    /** The longest wait for a file that grows in steps, as a multiple of the settling time. */
    private static final int MAX_SETTLE_FACTOR = 4;

    /** Creates the state of an artifact that has just appeared. */
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

    /** Records that a scan found a candidate. */
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

    /** Records that a scan found no file of the artifact. */
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

    /** Sets the earliest time of the next try. */
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

    /**
     * Returns the time until a missing artifact counts as removed; 0 or less if it already does.
     */
    public long goneInNanos(long nowNanos) {
        return GONE_AFTER.toNanos() - (nowNanos - missingSinceNanos.orElse(nowNanos));
    }

    /** Returns the time until the candidate can be tried; 0 or less if it can be tried now. */
    long waitNanos(Candidate candidate, Duration settle, long nowNanos) {
        long quietAt = changedNanos + quietNanos(candidate, settle.toNanos());
        return Math.max(quietAt, notBeforeNanos) - nowNanos;
    }

    /**
     * Returns how long the files must be unchanged. For a file that grows in steps, this is twice
     * the longest pause between the steps, within limits.
     */
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

    /** Whether the artifact has been changing for long enough to show this to operators. */
    boolean isSlow(long nowNanos) {
        return nowNanos - unsettledSinceNanos > SLOW_COPY_AFTER.toNanos();
    }
}
