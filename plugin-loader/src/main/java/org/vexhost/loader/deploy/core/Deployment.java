package org.vexhost.loader.deploy.core;

import java.util.Optional;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;

/**
 * All that is known of one artifact. What it shows to others is computed from these facts and from
 * nothing else. Confined to the control thread.
 */
public final class Deployment {

    final String id;
    final ArtifactKind kind;
    String guessedName;

    // What the folder shows.
    Optional<Candidate> observed = Optional.empty();
    long changedNanos;
    long longestGapNanos;
    long unsettledSinceNanos;
    Optional<Long> missingSinceNanos = Optional.empty();

    // What was tried with it.
    Optional<Candidate> attempted = Optional.empty();
    Optional<Candidate> accepted = Optional.empty();
    Optional<String> wanted = Optional.empty();
    long notBeforeNanos;
    int failuresOfHost;
    Attempt attempt = Attempt.NONE;

    /** Whether its descriptor alone is being read, to be shown. */
    Attempt described = Attempt.NONE;

    /** Takes back what is tried with it, as far as that has not begun to be compiled. */
    Runnable cancelAttempt = () -> {};

    // What came of it.
    Optional<ToolVersion> current = Optional.empty();
    Optional<ToolVersion> next = Optional.empty();
    Optional<Problem> problem = Optional.empty();

    /**
     * Of the newest artifact that was read, until it is a version that serves; of its descriptor
     * alone where there is no more.
     */
    Optional<ToolDetails> read = Optional.empty();

    Restore restore = Restore.NOT_TRIED;
    Optional<String> compiling = Optional.empty();
    Optional<String> waiting = Optional.empty();
    Life life = Life.DEPLOYED;

    // What was shown last.
    Optional<ToolEntry> shown = Optional.empty();

    Deployment(String id, ArtifactKind kind, String guessedName, long nowNanos) {
        this.id = id;
        this.kind = kind;
        this.guessedName = guessedName;
        this.changedNanos = nowNanos;
        this.unsettledSinceNanos = nowNanos;
        this.notBeforeNanos = nowNanos;
    }

    /** Whether it is being read or compiled. */
    public enum Attempt {
        NONE,
        RUNNING
    }

    /** Whether the version of an earlier process was looked for. */
    enum Restore {
        NOT_TRIED,
        RUNNING,
        TRIED
    }

    /** Whether its artifact is still there. */
    public enum Life {
        DEPLOYED,
        DRAINING,
        CLOSING,
        GONE
    }

    /** When the same files are worth another try. */
    enum Retry {
        /** Only other files are. */
        NEVER,
        /** When another artifact gives its name back. */
        WHEN_A_NAME_IS_FREE
    }

    /**
     * Why the newest artifact is not a version.
     *
     * @param state WAITING or FAILED
     * @param text safe to print
     */
    public record Problem(ToolState state, String text, Optional<String> version, Retry retry) {}

    public String id() {
        return id;
    }

    public ArtifactKind kind() {
        return kind;
    }

    public Optional<Candidate> observed() {
        return observed;
    }

    public Optional<Candidate> attempted() {
        return attempted;
    }

    public Attempt attempt() {
        return attempt;
    }

    public Optional<ToolVersion> current() {
        return current;
    }

    public Optional<ToolVersion> next() {
        return next;
    }

    public Optional<Problem> problem() {
        return problem;
    }

    public Optional<ToolDetails> read() {
        return read;
    }

    public Life life() {
        return life;
    }

    public Optional<ToolEntry> shown() {
        return shown;
    }

    /** Whether a version is ready, serving or not. */
    public boolean hasVersion() {
        return current.isPresent() || next.isPresent();
    }
}
