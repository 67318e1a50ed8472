package org.vexhost.loader.deploy.state;

import java.time.Duration;
import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.version.PreparationResult;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ToolDetails;

/** Something that happened to a deployment, as input of its state machine. */
public sealed interface DeploymentEvent {

    /** An event without data. */
    enum Signal implements DeploymentEvent {
        /** The artifact that was read is already serving. A waiting update is dropped. */
        SAME_AS_CURRENT,
        /** Grants, approval or enablement may have changed. */
        RECONSIDER,
        /** Another artifact released a name that this artifact waits for. */
        NAME_FREED,
        /** The files must be tried again, because limits or ceilings changed. */
        READ_AGAIN,
        /**
         * This artifact takes over another artifact's serving version, and tries its own files
         * again.
         */
        CHOSEN_AS_HEIR,
        /** Another artifact took over this artifact's serving version. */
        HANDED_OVER,
        /** The artifact was removed. */
        REMOVED,
        /** No call of the former serving version is running. */
        DRAINED,
        /** The host is closing. */
        CLOSING,
        /** The version that an earlier process served is being prepared. */
        RESTORE_STARTED,
        /**
         * There is no version of an earlier process to restore, or a version is already serving.
         */
        NO_LAST_GOOD
    }

    /**
     * Conditions outside the deployment at the time of an event.
     *
     * @param nowNanos the time of {@link System#nanoTime}
     * @param settle how long files must be unchanged
     * @param ceilings how the serving version relates to the operator's ceilings
     */
    record Circumstances(long nowNanos, Duration settle, Ceilings ceilings) {}

    /** How the serving version relates to the operator's ceilings. */
    enum Ceilings {
        /** The version does not exceed the ceilings, or no version serves. */
        KEPT,
        /** The version exceeds the ceilings. */
        EXCEEDED
    }

    /** The scan found files of the artifact. */
    record Observed(Candidate candidate, Circumstances circumstances) implements DeploymentEvent {}

    /** The scan found no file of the artifact. */
    record Missing(long nowNanos) implements DeploymentEvent {}

    /**
     * The descriptor of files that are not a tool was read. The details are empty if that failed.
     */
    record DescriptorRead(Optional<ToolDetails> details) implements DeploymentEvent {}

    /** The preparation waits for a reason. An empty reason means that it continues. */
    record Waits(String reason) implements DeploymentEvent {}

    /** An artifact was read and its descriptor accepted. */
    record ArtifactRead(ToolDetails details) implements DeploymentEvent {}

    /** The artifact's name was claimed, and compiling has started. */
    record CompilationStarted(String version) implements DeploymentEvent {}

    /** Reading, checking or compiling has ended. */
    record PreparationEnded(
            Candidate candidate, PreparationResult result, Circumstances circumstances)
            implements DeploymentEvent {}

    /**
     * The host failed during a preparation. The files are tried again, after a delay that grows
     * with each failure.
     */
    record HostFailed(long nowNanos) implements DeploymentEvent {}

    /** A version that was not made from files is ready. */
    record VersionReady(ToolVersion version) implements DeploymentEvent {}

    /** The newest artifact has no usable version. The serving version keeps serving. */
    record Failed(Problem problem) implements DeploymentEvent {}

    /** The serving version exceeds the operator's ceilings. */
    record CeilingsExceeded() implements DeploymentEvent {}

    /** The grants of the next version were checked. */
    record Judged(ToolVersion version, Verdict verdict) implements DeploymentEvent {}

    /** The result of checking a version's grants. */
    enum Verdict {
        /** The version may serve. */
        ALLOWED,
        /** A grant or an approval is missing. */
        BLOCKED
    }

    /** Preparing the version of an earlier process has ended. */
    record RestoreEnded(Optional<ToolVersion> version, Verdict verdict)
            implements DeploymentEvent {}

    /** This artifact received another artifact's serving version. */
    record Inherited(Optional<ToolVersion> version) implements DeploymentEvent {}
}
