package org.vexhost.api.admin;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.Caller;
import org.vexhost.api.ToolStatus;

/**
 * Something that happened to a tool.
 *
 * @param sequence its number, one more than the event before it; begins at 1 with each start of the
 *     host
 * @param time when it happened
 * @param kind what happened
 * @param tool the tool's name
 * @param before how the tool stood; empty if it was not there
 * @param after how it stands; empty if it is gone
 * @param operator who did it; empty if nobody in particular
 * @param artifactDigest the artifact that it is about, where that is known
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

    /** What happened. */
    public enum Kind {
        /** An artifact came, went, or stands otherwise than before. */
        STATE,
        /** Something was granted. */
        GRANTED,
        /** A grant was taken back. */
        REVOKED,
        /** An update was approved. */
        APPROVED,
        /** An operator put a tool into the tools folder. */
        DEPLOYED,
        /** An operator removed a tool. */
        UNDEPLOYED,
        /** An operator brought a tool back. */
        ENABLED,
        /** An operator took a tool out of service. */
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
