package org.vexhost.loader.deploy.state;

import java.time.Duration;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.version.ToolVersion;

/** What is to be done because the state of a deployment changed. */
public sealed interface DeploymentEffect {

    /** What concerns the deployment as a whole. */
    enum Act implements DeploymentEffect {
        /** Publish its status, and log a line if that changed. */
        SHOW,
        /** Publish what was read of it; its status is the same. */
        SHOW_DETAILS,
        /** Nobody finds it any more. */
        CLEAR_STATUS,
        /** If the version that serves exceeds the operator's ceilings, say so. */
        CHECK_CEILINGS,
        /** Give back the names that none of its versions has. */
        RELEASE_UNUSED_NAMES,
        /** Give back the names that it had in an earlier process, and has no more. */
        RELEASE_FORMER_NAMES,
        /** Give back all names. */
        RELEASE_ALL_NAMES,
        /** Where it keeps a name without a need, others may ask for it. */
        OFFER_NAMES,
        /** It does not want a name of another any more. */
        FORGET_WANTED_NAME,
        /** It is not among the deployments any more. */
        LEAVE_TABLE,
        /** Stop preparing it, as far as that has not begun to be compiled. */
        CANCEL_PREPARATION,
        /** Look for the version that an earlier process had in service. */
        RESTORE_LAST_GOOD
    }

    /** What can be done with a version. */
    enum VersionAct {
        /** Ask whether the grants let it serve. */
        JUDGE,
        /** Its bundle stands for the tool. */
        STAND_FOR_TOOL,
        /** Keep a copy for a restart. */
        ARCHIVE,
        /** Its bytes need not stay in memory. */
        FORGET_CONTENT,
        /** An update takes its place: calls in flight keep their grants. */
        KEEP_GRANTS,
        /** Calls in flight end by their own timeout; release it then. */
        LEAVE_BEHIND,
        /** Calls in flight end within the drain timeout; release it then. */
        RETIRE,
        /** Calls in flight end within the drain timeout; say so then. */
        DRAIN,
        /** Release what it holds: it never served, or no call runs. */
        DROP
    }

    /** Does something with a version. */
    record OfVersion(VersionAct act, ToolVersion version) implements DeploymentEffect {}

    /** Scan the folder again after a while. */
    record Rescan(Duration delay) implements DeploymentEffect {}

    /** Read, check and compile files. */
    record Prepare(Candidate candidate) implements DeploymentEffect {}

    /** Read the descriptor of files that are not a tool, to show what it says. */
    record ReadDescriptor(Candidate candidate) implements DeploymentEffect {}
}
