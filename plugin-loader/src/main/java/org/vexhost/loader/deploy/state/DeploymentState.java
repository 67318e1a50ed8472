package org.vexhost.loader.deploy.state;

import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ToolDetails;

/**
 * The state of one artifact at one moment. The published status is derived from this state, the
 * grants and the list of disabled tools, and from nothing else.
 *
 * @param life whether the artifact still exists
 * @param activity what other threads are doing with the artifact
 * @param lastGood whether restoring the version of an earlier process was tried
 * @param files the files that the scans found
 * @param attempted the files that were tried last; empty if they must be tried again
 * @param accepted the files that last became a version
 * @param current the serving version
 * @param next a version that is ready but may not serve yet
 * @param problem why the newest files did not become a version
 * @param read the details of the newest artifact that was read, until it serves; only those of its
 *     descriptor if no more is known
 * @param compiling the version that is being compiled
 * @param waiting the reason why the preparation waits, as text
 */
public record DeploymentState(
        Life life,
        Activity activity,
        LastGood lastGood,
        SourceFiles files,
        Optional<Candidate> attempted,
        Optional<Candidate> accepted,
        Optional<ToolVersion> current,
        Optional<ToolVersion> next,
        Optional<Problem> problem,
        Optional<ToolDetails> read,
        Optional<String> compiling,
        Optional<String> waiting) {

    /** Whether an artifact still exists. */
    public enum Life {
        /** The artifact exists. */
        DEPLOYED,
        /** The artifact was removed, and its last calls are ending. */
        DRAINING,
        /** The host is closing. */
        CLOSING,
        /** The artifact was removed, and no call is running. */
        GONE
    }

    /** What other threads are doing with an artifact. */
    public enum Activity {
        /** Nothing is being done. */
        IDLE,
        /** The files are being read, checked or compiled. */
        PREPARING,
        /** The version of an earlier process is being prepared. */
        RESTORING
    }

    /** Whether restoring the version of an earlier process was tried. */
    public enum LastGood {
        /** Not tried yet. */
        NOT_TRIED,
        /** The version is being prepared. */
        TRYING,
        /** The attempt has ended, or there was no such version. */
        TRIED
    }

    /** Creates the state of an artifact that has just appeared. */
    public static DeploymentState appeared(String guessedName, long nowNanos) {
        return new DeploymentState(
                Life.DEPLOYED,
                Activity.IDLE,
                LastGood.NOT_TRIED,
                SourceFiles.appeared(guessedName, nowNanos),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the artifact exists. */
    public boolean isDeployed() {
        return life == Life.DEPLOYED;
    }

    /** Whether a version is ready or serving. */
    public boolean hasVersion() {
        return current.isPresent() || next.isPresent();
    }

    /** Whether the newest files have been accepted or rejected. */
    public boolean isJudged() {
        return attempted.isPresent() && attempted.equals(files.observed());
    }

    /** Whether the files should be tried again when a name is released. */
    public boolean waitsForName() {
        return problem.filter(each -> each.retry() == Problem.Retry.WHEN_A_NAME_IS_FREE)
                .isPresent();
    }
}
