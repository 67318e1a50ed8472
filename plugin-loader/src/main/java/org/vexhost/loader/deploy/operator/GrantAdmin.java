package org.vexhost.loader.deploy.operator;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.loader.deploy.core.Deployment;
import org.vexhost.loader.deploy.core.DeploymentTable;
import org.vexhost.loader.deploy.core.EventSink;
import org.vexhost.loader.deploy.state.DeploymentEvent.Signal;
import org.vexhost.loader.deploy.store.ApprovedVersions;
import org.vexhost.loader.deploy.version.GrantGate;
import org.vexhost.loader.deploy.version.ToolVersion;
import org.vexhost.loader.deploy.version.VersionChange;
import org.vexhost.loader.deploy.version.VersionFacts;
import org.vexhost.loader.descriptor.ArtifactDigest;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.GrantException.Reason;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ToolDetails;

/** Operators' commands for grants and approvals. */
public final class GrantAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(GrantAdmin.class);

    private final ControlThreadCalls calls;
    private final DeploymentTable table;
    private final EventSink events;
    private final GrantStore grants;
    private final GrantGate gate;
    private final ApprovedVersions approved;
    private final GrantThread thread;

    public GrantAdmin(
            ControlThreadCalls calls,
            DeploymentTable table,
            EventSink events,
            GrantStore grants,
            GrantGate gate,
            ApprovedVersions approved,
            GrantThread thread) {
        this.calls = calls;
        this.table = table;
        this.events = events;
        this.grants = grants;
        this.gate = gate;
        this.approved = approved;
        this.thread = thread;
    }

    private Deployment known(String name) throws AdminException {
        return table.deployed(name)
                .orElseThrow(
                        () ->
                                new AdminException(
                                        AdministrationException.Reason.NOT_FOUND,
                                        "Tool %s is not deployed"
                                                .formatted(MessageText.quote(name))));
    }

    ToolGrants grants(String name) {
        return grants.written(name);
    }

    ToolGrants grant(
            String name,
            List<? extends Grant> additional,
            Optional<ToolGrants.Follow> follow,
            Optional<String> digest)
            throws AdminException, GrantException, InterruptedException {
        Optional<String> subject =
                calls.call(
                        () -> {
                            Optional<String> there = subject(known(name));
                            requireSeen(name, digest, there);
                            return there;
                        });
        return change(name, "", before -> GrantChanges.with(before, additional, subject, follow));
    }

    /**
     * Changes grants. When this method returns, the deployment has adapted to the change.
     *
     * @param inForce the part of the change that is already in force, for the message
     */
    private ToolGrants change(String name, String inForce, GrantStore.Change change)
            throws GrantException, InterruptedException {
        return change(name, inForce, Optional.empty(), change);
    }

    private ToolGrants change(
            String name, String inForce, Optional<ArtifactDigest> serving, GrantStore.Change change)
            throws GrantException, InterruptedException {
        ToolGrants after =
                thread.call(
                        name,
                        inForce,
                        () -> {
                            ToolGrants changed = grants.change(name, serving, change);
                            // This step runs even if the operator's command has stopped waiting.
                            calls.later(() -> reconsider(name));
                            return changed;
                        });
        awaitControlThread();
        return after;
    }

    private void reconsider(String name) {
        table.deployed(name).ifPresent(each -> events.send(each, Signal.RECONSIDER));
    }

    /** Waits until the control thread has run all steps that were submitted earlier. */
    private void awaitControlThread() throws InterruptedException {
        try {
            String ignored = calls.call(() -> "");
        } catch (AdminException e) {
            // The control thread is busy, or the host is closing. The change is already on the
            // disk.
            LOG.debug("nobody waits for the control thread", e);
        }
    }

    /**
     * Returns the digest of the artifact that an operator sees: the waiting artifact, else the
     * rejected one, else the serving one. An artifact without a module has no digest.
     */
    private static Optional<String> subject(Deployment deployment) {
        return deployment
                .state()
                .next()
                .map(ToolVersion::details)
                .or(() -> deployment.state().read().filter(details -> details.digest().isPresent()))
                .or(() -> deployment.state().current().map(ToolVersion::details))
                .flatMap(ToolDetails::digest)
                .map(ArtifactDigest::text);
    }

    /**
     * Rejects a command if the artifact that the operator reviewed is no longer the current one.
     */
    private static void requireSeen(String name, Optional<String> seen, Optional<String> there)
            throws AdminException {
        if (seen.isPresent() && !seen.equals(there)) {
            throw new AdminException(
                    AdministrationException.Reason.CONFLICT,
                    "Another version of tool '%s' waits [%s]"
                            .formatted(name, there.orElse("none that could be read")));
        }
    }

    Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
            throws GrantException {
        if (!ToolDefinition.NAME.matcher(name).matches()) {
            throw new GrantException(
                    Reason.INVALID_VALUE,
                    "%s is not a tool's name".formatted(MessageText.quote(name)));
        }
        try {
            return Grant.FileSystem.of(guest, grants.ownFolder(name), access);
        } catch (IllegalArgumentException e) {
            throw new GrantException(Reason.INVALID_VALUE, String.valueOf(e.getMessage()), e);
        }
    }

    ToolGrants revoke(String name, Capability capability, List<String> values)
            throws GrantException, InterruptedException {
        // The revocation takes effect immediately. Running calls must lose the grant even if the
        // disk and the control thread are busy.
        grants.takeBack(name, before -> GrantChanges.without(name, before, capability, values));
        calls.later(() -> reconsider(name));
        try {
            return change(
                    name,
                    "are taken back until the host restarts, but ",
                    before -> GrantChanges.withoutAny(before, capability, values));
        } catch (GrantException e) {
            awaitControlThread();
            throw e;
        }
    }

    /**
     * A version that waits for approval.
     *
     * @param version the waiting version
     * @param current the version that serves meanwhile; empty if the waiting version itself serves,
     *     or if no version serves
     */
    private record Waiting(ToolVersion version, Optional<ToolVersion> current) {}

    Optional<VersionChange> pendingChange(String name) {
        try {
            Optional<Waiting> waiting =
                    calls.call(() -> table.deployed(name).flatMap(this::pending));
            return waiting.isEmpty()
                    ? Optional.empty()
                    : Optional.of(thread.call(name, "", () -> change(waiting.get())));
        } catch (AdminException | GrantException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Waiting> pending(Deployment deployment) {
        return waiting(deployment)
                .map(
                        version ->
                                new Waiting(
                                        version,
                                        deployment
                                                .state()
                                                .current()
                                                .filter(current -> current != version)));
    }

    private Optional<ToolVersion> waiting(Deployment deployment) {
        return deployment
                .state()
                .next()
                .filter(version -> gate.judge(version).isPresent())
                .or(() -> deployment.state().current().filter(this::needsApproval));
    }

    /**
     * Whether a serving version needs an approval. A version that lacks grants does not need one
     * yet, because an approval would change nothing.
     */
    private boolean needsApproval(ToolVersion version) {
        return gate.judgeServing(version).filter(block -> block.missing().isEmpty()).isPresent()
                || gate.isOfEarlierRelease(version);
    }

    /** Describes what an approval would change. Waits for the disk. */
    private VersionChange change(Waiting waiting) {
        String name = waiting.version().name();
        return VersionFacts.change(
                name,
                waiting.current().map(VersionFacts::of).or(() -> approved.recall(name)),
                VersionFacts.of(waiting.version()));
    }

    VersionChange approve(String name, Optional<String> digest)
            throws AdminException, GrantException, InterruptedException {
        Waiting waiting = calls.call(() -> approvable(name, digest));
        VersionChange change = thread.call(name, "", () -> change(waiting));
        ToolGrants ignored =
                change(
                        name,
                        "",
                        waiting.current().flatMap(ToolVersion::digest),
                        before -> before.withArtifact(change.toDigest()));
        return change;
    }

    private Waiting approvable(String name, Optional<String> digest) throws AdminException {
        Waiting waiting =
                pending(known(name))
                        .orElseThrow(
                                () ->
                                        new AdminException(
                                                AdministrationException.Reason.CONFLICT,
                                                "No version of tool '%s' waits".formatted(name)));
        requireSeen(name, digest, waiting.version().digest().map(ArtifactDigest::text));
        requireGrants(waiting.version());
        return waiting;
    }

    /**
     * Rejects an approval while grants are missing. The approval would move the existing grants to
     * the update, which could not serve with them.
     */
    private void requireGrants(ToolVersion waiting) throws AdminException {
        Optional<GrantGate.Block> block =
                gate.judge(waiting).filter(found -> !found.missing().isEmpty());
        if (block.isPresent()) {
            throw new AdminException(
                    AdministrationException.Reason.CONFLICT,
                    "Version '%s' of tool '%s' is granted less than it asks for: it %s"
                            .formatted(waiting.version(), waiting.name(), block.get().reason()));
        }
    }
}
