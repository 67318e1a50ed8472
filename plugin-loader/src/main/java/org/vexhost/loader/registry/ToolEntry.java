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
 * One artifact and what became of it, at one moment. Immutable: a change makes a new entry.
 *
 * @param name the tool's name; where the artifact could not be read, a guess from its file name
 * @param ownership whether calls of that name go to this artifact
 * @param kind the form in which it came
 * @param artifact what it is, for people: a path below the tools folder, or a bundle
 * @param state where the newest version stands
 * @param since when it came into this state
 * @param reason why it is in this state, and what to do; empty for ACTIVE; safe to print
 * @param version the newest version, where it is known; not always the one that serves
 * @param serving the version that answers calls; empty if none does
 * @param missing what has to be granted before the newest version can serve; empty unless BLOCKED
 * @param details the newest version that could be read, as it asks to be: the one that waits, or
 *     was refused, or else the one that serves; empty if none could be read
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

    /** Whether an artifact holds its tool name. */
    public enum Ownership {
        /** Calls of the name go to it. */
        OWNER,
        /** It has no name yet, or another artifact holds it. */
        NONE
    }

    /** Makes the reason safe to print, whatever made it, and copies the list. */
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

    /** Whether calls of the name go to this artifact. */
    public boolean isOwner() {
        return ownership == Ownership.OWNER;
    }

    /** What bundles and operators are told of it. */
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
