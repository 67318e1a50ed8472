package org.vexhost.loader.deploy.state;

import java.time.Duration;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.deploy.version.ToolVersion;

/** An action that the deployment service must perform after a deployment's state changed. */
public sealed interface DeploymentEffect {

    /** An action on a whole deployment, which the constants call "it". */
    enum Act implements DeploymentEffect {
        /** Publish its status, and log a line if the status changed. */
        SHOW,
        /** Publish details that were read; the status is unchanged. */
        SHOW_DETAILS,
        /** Remove its entry from the registry. */
        CLEAR_STATUS,
        /**
         * Check whether the serving version exceeds the operator's ceilings, and send an event if
         * it does.
         */
        CHECK_CEILINGS,
        /** Release the names that none of its versions uses. */
        RELEASE_UNUSED_NAMES,
        /** Release the names that it owned in an earlier process and no longer uses. */
        RELEASE_FORMER_NAMES,
        /** Release all its names. */
        RELEASE_ALL_NAMES,
        /** Offer the names that it no longer needs to other artifacts. */
        OFFER_NAMES,
        /** Forget the name that it waits for. */
        FORGET_WANTED_NAME,
        /** Remove it from the table of deployments. */
        LEAVE_TABLE,
        /** Cancel its preparation, unless compiling has already started. */
        CANCEL_PREPARATION,
        /** Restore the version that an earlier process served. */
        RESTORE_LAST_GOOD
    }

    /** An action on a version, which the constants call "it". */
    enum VersionAct {
        /** Check whether the grants allow it to serve. */
        JUDGE,
        /** Make the tool's bundle represent it. */
        STAND_FOR_TOOL,
        /** Save a copy of it for a restart. */
        ARCHIVE,
        /** Release its bytes from memory. */
        FORGET_CONTENT,
        /** Keep its grants in force for its calls in flight, because an update replaces it. */
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

    /** An action on a version. */
    record OfVersion(VersionAct act, ToolVersion version) implements DeploymentEffect {}

    /** Request another scan of the folder after a delay. */
    record Rescan(Duration delay) implements DeploymentEffect {}

    /** Read, check and compile files. */
    record Prepare(Candidate candidate) implements DeploymentEffect {}

    /** Read the descriptor of files that are not a tool, so that it can be shown. */
    record ReadDescriptor(Candidate candidate) implements DeploymentEffect {}
}
