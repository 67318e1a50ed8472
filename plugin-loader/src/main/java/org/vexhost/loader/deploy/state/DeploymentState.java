package org.vexhost.loader.deploy.state;

import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ToolDetails;

/**
 * What is known of one artifact at one moment. What it shows to others is computed from this, the
 * grants and what operators disabled, and from nothing else.
 *
 * @param life whether its artifact is still there
 * @param activity what other threads are doing with it
 * @param lastGood whether the version of an earlier process was looked for
 * @param files what the folder shows
 * @param attempted the files that were tried last, unless they are to be tried again
 * @param accepted the files that were last a version
 * @param current the version that serves
 * @param next a version that is ready and may not serve yet
 * @param problem why the newest files are not a version
 * @param read of the newest artifact that was read, until it is a version that serves; of its
 *     descriptor alone where there is no more
 * @param compiling the version that is being compiled
 * @param waiting what is waited for, in words
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

    /** Whether an artifact is still there. */
    public enum Life {
        /** It is. */
        DEPLOYED,
        /** It is not, and calls of its version end. */
        DRAINING,
        /** The host is closing. */
        CLOSING,
        /** Nothing of it is left. */
        GONE
    }

    /** What other threads are doing with an artifact. */
    public enum Activity {
        /** Nothing. */
        IDLE,
        /** Its files are read, checked or compiled. */
        PREPARING,
        /** What an earlier process had in service is. */
        RESTORING
    }

    /** Whether the version of an earlier process was looked for. */
    public enum LastGood {
        /** Not yet. */
        NOT_TRIED,
        /** It is being prepared. */
        TRYING,
        /** It was, or there was none. */
        TRIED
    }

    /** Of an artifact that appeared just now. */
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

    /** Whether its artifact is there. */
    public boolean isDeployed() {
        return life == Life.DEPLOYED;
    }

    /** Whether a version is ready, serving or not. */
    public boolean hasVersion() {
        return current.isPresent() || next.isPresent();
    }

    /** Whether the newest files that were seen have been judged. */
    public boolean isJudged() {
        return attempted.isPresent() && attempted.equals(files.observed());
    }

    /** Whether a name that becomes free makes its files worth another try. */
    public boolean waitsForName() {
        return problem.filter(each -> each.retry() == Problem.Retry.WHEN_A_NAME_IS_FREE)
                .isPresent();
    }
}
