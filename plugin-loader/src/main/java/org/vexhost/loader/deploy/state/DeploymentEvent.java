package org.vexhost.loader.deploy.state;

import java.time.Duration;
import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ToolDetails;

/** What happens to a deployment. */
public sealed interface DeploymentEvent {

    /** What needs no more words. */
    enum Signal implements DeploymentEvent {
        /** The artifact that was read is what serves: what waited is taken back. */
        SAME_AS_CURRENT,
        /** Grants, approval or an operator's will may have changed. */
        RECONSIDER,
        /** Another artifact gave a name back that this one wanted. */
        NAME_FREED,
        /** Its files are to be tried again: limits or ceilings changed. */
        READ_AGAIN,
        /** It takes over what another artifact had in service, and tries its files again. */
        CHOSEN_AS_HEIR,
        /** Another artifact took over what it had in service. */
        HANDED_OVER,
        /** Its artifact is gone. */
        REMOVED,
        /** No call of what served runs any more. */
        DRAINED,
        /** The host is closing. */
        CLOSING,
        /** What an earlier process had in service is being prepared. */
        RESTORE_STARTED,
        /** An earlier process had nothing of it in service, or something serves. */
        NO_LAST_GOOD
    }

    /** What an event meets outside of the deployment. */
    record Circumstances(long nowNanos, Duration settle, Ceilings ceilings) {}

    /** How the version that serves relates to the operator's ceilings. */
    enum Ceilings {
        /** It is within them, or nothing serves. */
        KEPT,
        /** It is not. */
        EXCEEDED
    }

    /** The folder shows files. */
    record Observed(Candidate candidate, Circumstances circumstances) implements DeploymentEvent {}

    /** The folder shows nothing of it. */
    record Missing(long nowNanos) implements DeploymentEvent {}

    /** What could be read of a descriptor whose files are not a tool. */
    record DescriptorRead(Optional<ToolDetails> details) implements DeploymentEvent {}

    /** It waits for something, or no longer does where the reason is empty. */
    record Waits(String reason) implements DeploymentEvent {}

    /** An artifact was read and its descriptor accepted. */
    record ArtifactRead(ToolDetails details) implements DeploymentEvent {}

    /** It has its name and is compiled. */
    record CompilationStarted(String version) implements DeploymentEvent {}

    /** Reading, checking or compiling files has ended. */
    record PreparationEnded(
            Candidate candidate, PreparationResult result, Circumstances circumstances)
            implements DeploymentEvent {}

    /** The host failed in the middle of it: its files are tried again, later each time. */
    record HostFailed(long nowNanos) implements DeploymentEvent {}

    /** A version is ready that was not made from files. */
    record VersionReady(ToolVersion version) implements DeploymentEvent {}

    /** The newest artifact is not a version. What serves keeps serving. */
    record Failed(Problem problem) implements DeploymentEvent {}

    /** The version that serves exceeds the operator's ceilings. */
    record CeilingsExceeded() implements DeploymentEvent {}

    /** Whether the grants let the next version serve. */
    record Judged(ToolVersion version, Verdict verdict) implements DeploymentEvent {}

    /** What the grants say to a version. */
    enum Verdict {
        /** It may serve. */
        ALLOWED,
        /** Something is to be granted or approved first. */
        BLOCKED
    }

    /** Preparing what an earlier process had in service has ended. */
    record RestoreEnded(Optional<ToolVersion> version, Verdict verdict)
            implements DeploymentEvent {}

    /** It has what another artifact had in service. */
    record Inherited(Optional<ToolVersion> version) implements DeploymentEvent {}
}
