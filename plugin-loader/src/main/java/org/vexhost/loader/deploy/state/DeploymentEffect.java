package org.vexhost.loader.deploy.state;

import java.time.Duration;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.version.ToolVersion;

/** An action to perform because the state of a deployment changed. */
public sealed interface DeploymentEffect {

    /** An action on the deployment as a whole. */
    enum Act implements DeploymentEffect {
        /** Publish its status, and log a line if that changed. */
        SHOW,
        /** Publish details that were read; the status is the same. */
        SHOW_DETAILS,
        /** Remove its entry from the registry. */
        CLEAR_STATUS,
        /**
         * Check whether the serving version exceeds the operator's ceilings, and report it if so.
         */
        CHECK_CEILINGS,
        /** Release the names that none of its versions uses. */
        RELEASE_UNUSED_NAMES,
        /** Release the names that it had in an earlier process and no longer has. */
        RELEASE_FORMER_NAMES,
        /** Release all names. */
        RELEASE_ALL_NAMES,
        /** Offer names that it keeps without need to other artifacts. */
        OFFER_NAMES,
        /** Forget the name that it was denied. */
        FORGET_WANTED_NAME,
        /** Remove it from the table of deployments. */
        LEAVE_TABLE,
        /** Cancel its preparation, unless it is already being compiled. */
        CANCEL_PREPARATION,
        /** Restore the version that an earlier process served. */
        RESTORE_LAST_GOOD
    }

    /** An action on a version. */
    enum VersionAct {
        /** Check whether the grants allow it to serve. */
        JUDGE,
        /** Make the tool's bundle represent it. */
        STAND_FOR_TOOL,
        /** Keep a copy of it for a restart. */
        ARCHIVE,
        /** Release its bytes from memory. */
        FORGET_CONTENT,
        /** Keep the grants of its calls in flight, because an update replaces it. */
        KEEP_GRANTS,
        /** Let calls in flight end by their own timeout, then release it. */
        LEAVE_BEHIND,
        /** Let calls in flight end within the drain timeout, then release it. */
        RETIRE,
        /** Let calls in flight end within the drain timeout, then send an event. */
        DRAIN,
        /** Release its resources, because it never served or no call is running. */
        DROP
    }

    /** Performs an action on a version. */
    record OfVersion(VersionAct act, ToolVersion version) implements DeploymentEffect {}

    /** Scan the folder again after a delay. */
    record Rescan(Duration delay) implements DeploymentEffect {}

    /** Read, check and compile files. */
    record Prepare(Candidate candidate) implements DeploymentEffect {}

    /** Read the descriptor of files that are not a tool, for display. */
    record ReadDescriptor(Candidate candidate) implements DeploymentEffect {}
}
