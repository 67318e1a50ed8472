package org.vexhost.api.admin;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolStatus;

/**
 * An event in the life of a tool.
 *
 * @param sequence the number of the event. Events are numbered consecutively, from 1 after each
 *     start of the host
 * @param time the time of the event
 * @param kind what happened
 * @param tool the tool's name
 * @param before the tool's status before the event; empty if the tool did not exist
 * @param after the tool's status after the event; empty if the tool is gone
 * @param operator the operator who caused the event; empty if it was not caused by a particular
 *     operator
 * @param artifactDigest the digest of the artifact that the event is about, if known
 * @since 1.0
 */
public record AdminEvent(
        long sequence,
        Instant time,
        Kind kind,
        String tool,
        Optional<ToolStatus> before,
        Optional<ToolStatus> after,
        Optional<Caller> operator,
        Optional<String> artifactDigest) {

    /** The kind of event. */
    public enum Kind {
        /** An artifact appeared, disappeared, or changed its status. */
        STATE,
        /** Something was granted. */
        GRANTED,
        /** A grant was revoked. */
        REVOKED,
        /** An update was approved. */
        APPROVED,
        /** An operator put a tool into the tools folder. */
        DEPLOYED,
        /** An operator removed a tool. */
        UNDEPLOYED,
        /** An operator enabled a tool again. */
        ENABLED,
        /** An operator disabled a tool. */
        DISABLED
    }

    /** Checks that nothing is null. */
    public AdminEvent {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(artifactDigest, "artifactDigest");
    }
}
