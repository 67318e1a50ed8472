package org.vexhost.loader.deploy.core;

import java.time.Duration;
import java.util.Optional;
import org.vexhost.loader.deploy.state.DeploymentEvent;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.state.DeploymentState;
import org.vexhost.loader.deploy.state.DeploymentState.Activity;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * Treats renamed files as an update of the tool: the serving version passes from the old deployment
 * to the new one. Without this, a rename would remove the tool and add it again. Confined to the
 * control thread.
 */
public final class Succession {

    /** How long a tool without files is kept while another artifact with its name is read. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DeploymentTable table;
    private final NameOwnership ownership;
    private final StatusPublisher publisher;
    private final EventSink events;

    public Succession(
            DeploymentTable table,
            NameOwnership ownership,
            StatusPublisher publisher,
            EventSink events) {
        this.table = table;
        this.ownership = ownership;
        this.publisher = publisher;
        this.events = events;
    }

    /**
     * Whether the tool of a missing artifact may return as another artifact that has not been read
     * yet. Renamed files first appear as such an artifact.
     */
    boolean mayCome(Deployment missing, long now) {
        long since = now - missing.state().files().missingSinceNanos().orElse(now);
        return since < PATIENCE.toNanos()
                && table.all().stream()
                        .filter(other -> other != missing && isUnread(other.state()))
                        .anyMatch(
                                other -> table.holds(missing, other.state().files().guessedName()));
    }

    private static boolean isUnread(DeploymentState state) {
        return state.compiling().isEmpty()
                && !state.hasVersion()
                && state.files().missingSinceNanos().isEmpty()
                && (state.activity() != Activity.IDLE || state.attempted().isEmpty());
    }

    /**
     * Returns another artifact that wants the name of a missing one and can take over its version.
     */
    Optional<Deployment> heir(Deployment gone) {
        return ownership.rival(gone).filter(rival -> canInherit(rival, gone));
    }

    /**
     * Returns the artifact that owns a tool's name and whose files are missing, if {@code heir} can
     * take over its version.
     */
    Optional<Deployment> renamed(Deployment heir, String tool) {
        return table.deployed(tool)
                .filter(from -> from.state().files().missingSinceNanos().isPresent())
                .filter(from -> canInherit(heir, from));
    }

    private static boolean canInherit(Deployment heir, Deployment from) {
        return heir != from
                && heir.kind() != ArtifactKind.JAVA
                && from.kind() != ArtifactKind.JAVA
                && !heir.state().hasVersion()
                && from.state().current().isPresent();
    }

    /** Passes the serving version and the names of {@code from} to {@code heir}. */
    void inherit(Deployment heir, Deployment from) {
        Optional<ToolVersion> serving = from.state().current();
        events.send(from, Signal.HANDED_OVER);
        events.send(heir, new DeploymentEvent.Inherited(serving));
        ownership.inherit(heir, from);
        publisher.move(from, heir);
    }
}
