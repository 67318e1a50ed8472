package org.vexhost.loader.registry;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolState;
import org.vexhost.api.ToolStatus;

/**
 * The registry's entry of one artifact: its status at one moment. Immutable; a change creates a new
 * entry.
 *
 * @param name the tool's name; if the artifact could not be read, a guess from its file name
 * @param ownership whether calls of the name are sent to this artifact
 * @param kind the form of the artifact
 * @param artifact the artifact's id: a path below the tools folder, or a bundle
 * @param state the state of the newest version
 * @param since when the newest version entered this state
 * @param reason why it is in this state, and what to do; empty for ACTIVE; safe to print
 * @param version the newest version, if known; not always the serving one
 * @param serving the version that answers calls; empty if no version serves
 * @param missing the grants that the newest version needs before it can serve; empty unless BLOCKED
 * @param details the details of the newest readable version: the waiting or rejected one, or else
 *     the serving one; empty if none could be read
 */
public record ToolEntry(
        String name,
        Ownership ownership,
        ArtifactKind kind,
        String artifact,
        ToolState state,
        Instant since,
        String reason,
        Optional<String> version,
        Optional<ServedTool> serving,
        List<MissingCapability> missing,
        Optional<ToolDetails> details) {

    /** Whether an artifact owns its tool name. */
    public enum Ownership {
        /** Calls of the name are sent to this artifact. */
        OWNER,
        /** The artifact has no name yet, or another artifact owns the name. */
        NONE
    }

    /** Makes the reason safe to print, and copies the list. */
    public ToolEntry {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(ownership, "ownership");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        reason = MessageText.printable(reason);
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(serving, "serving");
        missing = List.copyOf(missing);
        Objects.requireNonNull(details, "details");
    }

    /** Whether calls of the name are sent to this artifact. */
    public boolean isOwner() {
        return ownership == Ownership.OWNER;
    }

    /** Returns the status that bundles and operators see. */
    public ToolStatus status() {
        return new ToolStatus(
                name,
                artifact,
                state,
                since,
                reason,
                version,
                serving.map(served -> served.definition().version()));
    }
}
