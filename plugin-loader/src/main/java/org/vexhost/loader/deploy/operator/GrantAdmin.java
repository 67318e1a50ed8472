package org.vexhost.loader.deploy.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.loader.capability.CapabilityTypes;
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

/** Operators' commands on grants and approvals. */
public final class GrantAdmin {

    private final ControlThreadCalls calls;
    private final DeploymentTable table;
    private final EventSink events;
    private final GrantStore grants;
    private final GrantGate gate;
    private final ApprovedVersions approved;

    public GrantAdmin(
            ControlThreadCalls calls,
            DeploymentTable table,
            EventSink events,
            GrantStore grants,
            GrantGate gate,
            ApprovedVersions approved) {
        this.calls = calls;
        this.table = table;
        this.events = events;
        this.grants = grants;
        this.gate = gate;
        this.approved = approved;
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
        return calls.change(
                () -> {
                    Deployment deployment = known(name);
                    Optional<String> subject = subject(deployment);
                    requireSeen(name, digest, subject);
                    ToolGrants after =
                            grants.change(
                                    name,
                                    before ->
                                            new ToolGrants(
                                                    merge(before.grants(), additional),
                                                    holdFor(before, subject),
                                                    before.grants().isEmpty()
                                                            ? Optional.empty()
                                                            : before.module(),
                                                    follow.orElse(before.follow())));
                    events.send(deployment, Signal.RECONSIDER);
                    return after;
                });
    }

    /**
     * The artifact that an operator looks at: what waits, or was rejected, or else what serves. One
     * without a module has no digest.
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

    /** What an operator saw and what is there now may be two. */
    private static void requireSeen(String name, Optional<String> seen, Optional<String> there)
            throws AdminException {
        if (seen.isPresent() && !seen.equals(there)) {
            throw new AdminException(
                    AdministrationException.Reason.CONFLICT,
                    "Another version of tool '%s' waits [%s]"
                            .formatted(name, there.orElse("none that could be read")));
        }
    }

    /**
     * The first grant is for the artifact that waits for it, or else for the one that serves. Later
     * ones do not move, nor do those of an earlier release: that is what approval is for.
     */
    private static Optional<String> holdFor(ToolGrants before, Optional<String> subject) {
        boolean isFirst =
                before.grants().isEmpty()
                        || (before.artifact().isEmpty() && before.module().isEmpty());
        return isFirst ? subject : before.artifact();
    }

    private static Grants merge(Grants before, List<? extends Grant> additional)
            throws GrantException {
        List<Grant> all = new ArrayList<>(before.all());
        for (Grant grant : additional) {
            all.removeIf(
                    each ->
                            each.capability() == grant.capability()
                                    && key(each).equals(key(grant)));
            all.add(grant);
        }
        try {
            return Grants.of(all);
        } catch (IllegalArgumentException e) {
            throw new GrantException(Reason.INVALID_VALUE, String.valueOf(e.getMessage()), e);
        }
    }

    private static String key(Grant grant) {
        return CapabilityTypes.all().of(grant).identity(grant);
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
        // On this thread: what runs must meet it, even if the control thread is busy.
        ToolGrants after =
                grants.change(
                        name,
                        before ->
                                before.withGrants(
                                        without(name, before.grants(), capability, values)));
        try {
            calls.call(
                    () -> {
                        table.deployed(name)
                                .ifPresent(
                                        deployment -> events.send(deployment, Signal.RECONSIDER));
                        return "";
                    });
        } catch (AdminException e) {
            // The host is closing: nothing is called any more.
            return after;
        }
        return after;
    }

    private static Grants without(
            String name, Grants before, Capability capability, List<String> values)
            throws GrantException {
        List<Grant> left = new ArrayList<>(before.all());
        if (values.isEmpty()) {
            if (!left.removeIf(grant -> grant.capability() == capability)) {
                throw notGranted(name, capability, "");
            }
        }
        for (String value : values) {
            if (!left.removeIf(
                    grant -> grant.capability() == capability && key(grant).equals(value))) {
                throw notGranted(name, capability, " " + MessageText.quote(value));
            }
        }
        return Grants.of(left);
    }

    private static GrantException notGranted(String name, Capability capability, String value) {
        return new GrantException(
                Reason.NOT_GRANTED,
                "Tool %s was not granted %s%s"
                        .formatted(MessageText.quote(name), capability.key(), value));
    }

    Optional<VersionChange> pendingChange(String name) {
        try {
            return calls.call(() -> table.deployed(name).flatMap(this::pending));
        } catch (AdminException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<VersionChange> pending(Deployment deployment) {
        return waiting(deployment).map(version -> change(deployment, version));
    }

    private Optional<ToolVersion> waiting(Deployment deployment) {
        return deployment
                .state()
                .next()
                .filter(version -> gate.judge(version).isPresent())
                .or(() -> deployment.state().current().filter(this::needsApproval));
    }

    /** What lacks grants waits for these: to approve it would change nothing. */
    private boolean needsApproval(ToolVersion version) {
        return gate.judgeServing(version).filter(block -> block.missing().isEmpty()).isPresent()
                || gate.isOfEarlierRelease(version);
    }

    private VersionChange change(Deployment deployment, ToolVersion version) {
        return VersionFacts.change(
                version.name(),
                deployment
                        .state()
                        .current()
                        .filter(current -> current != version)
                        .map(VersionFacts::of)
                        .or(() -> approved.recall(version.name())),
                VersionFacts.of(version));
    }

    VersionChange approve(String name, Optional<String> digest)
            throws AdminException, GrantException, InterruptedException {
        return calls.change(
                () -> {
                    Deployment deployment = known(name);
                    ToolVersion waiting =
                            waiting(deployment)
                                    .orElseThrow(
                                            () ->
                                                    new AdminException(
                                                            AdministrationException.Reason.CONFLICT,
                                                            "No version of tool '%s' waits"
                                                                    .formatted(name)));
                    VersionChange change = change(deployment, waiting);
                    requireSeen(name, digest, Optional.of(change.toDigest()));
                    requireGrants(waiting);
                    deployment
                            .state()
                            .current()
                            .flatMap(ToolVersion::digest)
                            .ifPresent(serving -> grants.keepForDraining(name, serving));
                    ToolGrants ignored =
                            grants.change(name, before -> before.withArtifact(change.toDigest()));
                    events.send(deployment, Signal.RECONSIDER);
                    return change;
                });
    }

    /** The grants would be the update's from then on, and it could not serve with them. */
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
