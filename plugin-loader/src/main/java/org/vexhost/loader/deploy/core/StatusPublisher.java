package org.vexhost.loader.deploy.core;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.ToolState;
import org.vexhost.loader.deploy.state.DeploymentState.Life;
import org.vexhost.loader.deploy.state.Problem;
import org.vexhost.loader.deploy.store.HostState;
import org.vexhost.loader.deploy.version.GrantGate;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.registry.LiveToolRegistry;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolEntry.Ownership;

/**
 * Publishes the status of deployments: derives the status from the state, puts it into the
 * registry, and logs one line for each change. Confined to the control thread.
 */
public final class StatusPublisher {

    private static final Logger LOG = LoggerFactory.getLogger("org.vexhost.loader.tools");

    private final LiveToolRegistry registry;
    private final DeploymentTable table;
    private final HostState state;
    private final GrantGate gate;
    private final Clock clock;

    /** The entry last published for each deployment. */
    private final Map<Deployment, ToolEntry> shown = new HashMap<>();

    public StatusPublisher(
            LiveToolRegistry registry,
            DeploymentTable table,
            HostState state,
            GrantGate gate,
            Clock clock) {
        this.registry = registry;
        this.table = table;
        this.state = state;
        this.gate = gate;
        this.clock = clock;
    }

    /** Returns the entry last published for a deployment. */
    public Optional<ToolEntry> shown(Deployment deployment) {
        return Optional.ofNullable(shown.get(deployment));
    }

    /** The part of a registry entry that is derived from a deployment's state. */
    private record Look(
            ToolState state,
            String reason,
            Optional<String> version,
            Optional<ServedTool> serving,
            List<MissingCapability> missing) {}

    /** Publishes a deployment's current status; does nothing if it has not changed. */
    void show(Deployment deployment) {
        ToolEntry entry = entry(deployment);
        if (!entry.equals(shown.get(deployment))) {
            shown.put(deployment, entry);
            registry.put(entry);
            log(entry);
        }
    }

    /**
     * Publishes details that were read since the last publication. Logs nothing, because the status
     * is the same.
     */
    void complete(Deployment deployment) {
        ToolEntry entry = entry(deployment);
        if (!entry.equals(shown.get(deployment))) {
            shown.put(deployment, entry);
            registry.put(entry);
        }
    }

    /**
     * Replaces the entry of {@code from} with the entry of {@code heir} in one step, so that
     * exactly one of them is visible at any moment.
     */
    void move(Deployment from, Deployment heir) {
        shown.remove(from);
        ToolEntry entry = entry(heir);
        shown.put(heir, entry);
        registry.replace(from.id(), entry);
        LOG.info("Tool '{}' is '{}' now [{}]", entry.name(), heir.id(), from.id());
        log(entry);
    }

    private ToolEntry entry(Deployment deployment) {
        String name = name(deployment);
        Look look = look(deployment, name);
        Ownership ownership = table.holds(deployment, name) ? Ownership.OWNER : Ownership.NONE;
        Optional<ToolEntry> before = shown(deployment);
        Instant since =
                before.filter(
                                entry ->
                                        entry.state() == look.state()
                                                && entry.version().equals(look.version()))
                        .map(ToolEntry::since)
                        .orElseGet(clock::instant);
        return new ToolEntry(
                name,
                ownership,
                deployment.kind(),
                deployment.id(),
                look.state(),
                since,
                look.reason(),
                look.version(),
                look.serving(),
                look.missing(),
                details(deployment));
    }

    /** Returns the details of the newest version that could be read. */
    private static Optional<ToolDetails> details(Deployment deployment) {
        return deployment
                .state()
                .next()
                .map(ToolVersion::details)
                .or(() -> deployment.state().read())
                .or(() -> deployment.state().current().map(ToolVersion::details));
    }

    /**
     * Removes a deployment's entry, unless the entry now belongs to another deployment of the same
     * artifact.
     */
    void clear(Deployment deployment) {
        Optional<ToolEntry> last = Optional.ofNullable(shown.remove(deployment));
        if (last.isPresent()
                && registry.all().stream().anyMatch(entry -> entry.equals(last.get()))) {
            registry.remove(deployment.id());
            if (last.get().isOwner()) {
                LOG.info("Tool '{}' is gone [{}]", last.get().name(), deployment.id());
            } else {
                LOG.info("'{}' is gone, or part of another tool", deployment.id());
            }
        }
    }

    /** Returns the name under which a deployment is shown. */
    String name(Deployment deployment) {
        return deployment
                .state()
                .current()
                .or(() -> deployment.state().next())
                .map(ToolVersion::name)
                .or(() -> table.namesOf(deployment).stream().findFirst())
                .orElse(deployment.state().files().guessedName());
    }

    private Look look(Deployment deployment, String name) {
        Optional<String> version = newest(deployment);
        if (!deployment.state().isDeployed()) {
            return new Look(
                    ToolState.DRAINING,
                    deployment.state().life() == Life.CLOSING
                            ? "the host is closing"
                            : "its artifact was removed",
                    version,
                    Optional.empty(),
                    List.of());
        }
        Optional<String> disabled =
                table.holds(deployment, name) ? state.disabled(name) : Optional.empty();
        if (disabled.isPresent()) {
            return new Look(
                    ToolState.DISABLED, disabled.get(), version, Optional.empty(), List.of());
        }
        Optional<GrantGate.Block> block = deployment.state().current().flatMap(gate::judgeServing);
        Optional<ServedTool> serving =
                block.isPresent()
                        ? Optional.empty()
                        : deployment.state().current().map(ToolVersion::served);
        if (deployment.state().compiling().isPresent()) {
            return look(
                    ToolState.COMPILING,
                    deployment.state().waiting().orElse(""),
                    deployment,
                    serving);
        }
        if (deployment.state().waiting().isPresent()) {
            return look(ToolState.WAITING, deployment.state().waiting().get(), deployment, serving);
        }
        if (deployment.state().problem().isPresent()) {
            return look(
                    deployment.state().problem().get().state(),
                    deployment.state().problem().get().text(),
                    deployment,
                    serving);
        }
        Optional<GrantGate.Block> shownBlock =
                deployment
                        .state()
                        .next()
                        .flatMap(gate::judge)
                        .or(() -> block)
                        .or(
                                () ->
                                        deployment
                                                .state()
                                                .current()
                                                .filter(gate::isOfEarlierRelease)
                                                .flatMap(gate::judge));
        if (shownBlock.isPresent()) {
            return new Look(
                    ToolState.BLOCKED,
                    stillServing(shownBlock.get().reason(), deployment, serving),
                    version,
                    serving,
                    shownBlock.get().missing());
        }
        if (serving.isEmpty()) {
            return look(ToolState.WAITING, "", deployment, serving);
        }
        // An operator who sees a version as ACTIVE expects new calls to reach it.
        Optional<String> served = deployment.state().current().map(ToolVersion::version);
        return new Look(ToolState.ACTIVE, "", served, serving, List.of());
    }

    private static Look look(
            ToolState state, String reason, Deployment deployment, Optional<ServedTool> serving) {
        return new Look(
                state,
                stillServing(reason, deployment, serving),
                newest(deployment),
                serving,
                List.of());
    }

    private static Optional<String> newest(Deployment deployment) {
        return deployment
                .state()
                .compiling()
                .or(() -> deployment.state().problem().flatMap(Problem::version))
                .or(() -> deployment.state().next().map(ToolVersion::version))
                .or(() -> deployment.state().read().map(details -> details.definition().version()))
                .or(() -> deployment.state().current().map(ToolVersion::version));
    }

    private static String stillServing(
            String reason, Deployment deployment, Optional<ServedTool> serving) {
        if (serving.isEmpty()) {
            return reason;
        }
        String version = deployment.state().current().map(ToolVersion::version).orElse("");
        return (reason.isEmpty() ? "" : reason + "; ") + "version " + version + " is still serving";
    }

    private static void log(ToolEntry entry) {
        String version = entry.version().map(text -> " " + text).orElse("");
        String reason = entry.reason().isEmpty() ? "" : ": " + entry.reason();
        boolean attention = entry.state() == ToolState.FAILED || entry.state() == ToolState.BLOCKED;
        LOG.atLevel(attention ? Level.WARN : Level.INFO)
                .log(
                        "Tool '{}'{} is {}{} [{}{}]",
                        entry.name(),
                        version,
                        entry.state(),
                        reason,
                        entry.artifact(),
                        entry.details()
                                .flatMap(ToolDetails::digest)
                                .map(digest -> ", " + digest)
                                .orElse(""));
    }
}
