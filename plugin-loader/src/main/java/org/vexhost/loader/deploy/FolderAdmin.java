package org.vexhost.loader.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexhost.api.Capability;
import org.vexhost.api.Deadline;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.ToolBundles.Lasting;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.GrantException.Reason;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.grant.ToolGrants;
import org.vexhost.loader.registry.ToolEntry;

/** Operators' commands on the tools folder and the grants. */
final class FolderAdmin implements ToolAdmin {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Steps steps;
    private final Supplier<HostSettings> settings;
    private final Deployments deployments;
    private final GrantStore grants;
    private final Gate gate;
    private final ApprovedVersions approved;

    FolderAdmin(
            Steps steps,
            Supplier<HostSettings> settings,
            Deployments deployments,
            GrantStore grants,
            Gate gate,
            ApprovedVersions approved) {
        this.steps = steps;
        this.settings = settings;
        this.deployments = deployments;
        this.grants = grants;
        this.gate = gate;
        this.approved = approved;
    }

    @Override
    public ToolEntry deploy(Path source, Duration wait)
            throws AdminException, InterruptedException {
        Deadline deadline = Deadline.after(wait);
        String id;
        try {
            id = new ToolCopy(settings.get().toolsFolder()).copy(source);
        } catch (IOException e) {
            throw new AdminException(
                    "'%s' cannot be copied [%s]"
                            .formatted(
                                    MessageText.escape(source.toString(), 200),
                                    MessageText.escape(e.toString(), 200)),
                    e);
        }
        steps.pass();
        while (true) {
            Optional<ToolEntry> entry = steps.call(() -> outcome(id));
            if (entry.isPresent()) {
                return entry.get();
            }
            if (deadline.isExpired()) {
                return steps.call(() -> shown(id));
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
    }

    /** What is shown, once the newest files have been judged. */
    private Optional<ToolEntry> outcome(String id) {
        Slot slot = deployments.slots().get(id);
        if (slot == null
                || slot.attempt != Slot.Attempt.NONE
                || slot.attempted.isEmpty()
                || !slot.attempted.equals(slot.observed)) {
            return Optional.empty();
        }
        return slot.shown;
    }

    private ToolEntry shown(String id) throws AdminException {
        Slot slot = deployments.slots().get(id);
        if (slot == null || slot.shown.isEmpty()) {
            throw new AdminException("'%s' was copied and is not read yet".formatted(id));
        }
        return slot.shown.get();
    }

    @Override
    public List<Path> undeploy(String name) throws AdminException, InterruptedException {
        Slot slot = steps.call(() -> find(name));
        Candidate candidate =
                slot.observed.orElseThrow(
                        () ->
                                new AdminException(
                                        "tool '%s' is not from the tools folder [%s]"
                                                .formatted(name, slot.id)));
        List<Path> removed;
        try {
            removed = new ToolCopy(settings.get().toolsFolder()).remove(candidate);
        } catch (IOException e) {
            throw new AdminException(
                    "files of tool '%s' cannot be removed [%s]"
                            .formatted(name, MessageText.escape(e.toString(), 200)),
                    e);
        }
        steps.call(
                () -> {
                    if (deployments.slots().get(slot.id) == slot) {
                        deployments.remove(slot);
                    }
                    return "";
                });
        Deadline deadline =
                Deadline.after(settings.get().deployment().drainTimeout().plusSeconds(2));
        while (steps.call(() -> slot.life) != Slot.Life.GONE && !deadline.isExpired()) {
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        return removed;
    }

    /** By name, or else by artifact. */
    private Slot find(String name) throws AdminException {
        Optional<Slot> holder = deployments.holder(name);
        if (holder.isPresent()) {
            return holder.get();
        }
        Slot slot = deployments.slots().get(name);
        if (slot != null) {
            return slot;
        }
        List<Slot> shown =
                deployments.slots().values().stream()
                        .filter(
                                each ->
                                        each.shown
                                                .filter(entry -> entry.name().equals(name))
                                                .isPresent())
                        .toList();
        if (shown.size() == 1) {
            return shown.get(0);
        }
        throw new AdminException("tool %s is not deployed".formatted(MessageText.quote(name)));
    }

    @Override
    public void enable(String name) throws AdminException, InterruptedException {
        steps.call(
                () -> {
                    requireKnown(name);
                    deployments.enable(name);
                    return "";
                });
    }

    @Override
    public void disable(String name) throws AdminException, InterruptedException {
        steps.call(
                () -> {
                    requireKnown(name);
                    deployments.disable(name, "an operator disabled it", Lasting.PERSISTENT);
                    return "";
                });
    }

    private Slot requireKnown(String name) throws AdminException {
        return deployments
                .holder(name)
                .orElseThrow(
                        () ->
                                new AdminException(
                                        "tool %s is not deployed"
                                                .formatted(MessageText.quote(name))));
    }

    @Override
    public ToolGrants grants(String name) {
        return grants.of(name);
    }

    @Override
    public ToolGrants grant(
            String name, List<? extends Grant> additional, Optional<ToolGrants.Follow> follow)
            throws AdminException, GrantException, InterruptedException {
        return steps.change(
                () -> {
                    Slot slot = requireKnown(name);
                    ToolGrants after =
                            grants.change(
                                    name,
                                    before ->
                                            new ToolGrants(
                                                    merge(before.grants(), additional),
                                                    holdFor(before, slot),
                                                    follow.orElse(before.follow())));
                    deployments.reconsider(slot);
                    return after;
                });
    }

    /**
     * The first grant is for the module that waits for it, or else for the one that serves. Later
     * ones do not move: that is what approval is for.
     */
    private static Optional<String> holdFor(ToolGrants before, Slot slot) {
        return before.grants().isEmpty() || before.sha256().isEmpty()
                ? slot.next.or(() -> slot.current).flatMap(Version::sha256)
                : before.sha256();
    }

    private static Grants merge(Grants before, List<? extends Grant> additional)
            throws GrantException {
        List<Grant> all = new ArrayList<>(before.all());
        for (Grant grant : additional) {
            all.removeIf(each -> each.capability() == grant.capability() && sameKey(each, grant));
            all.add(grant);
        }
        try {
            return Grants.of(all);
        } catch (IllegalArgumentException e) {
            throw new GrantException(Reason.INVALID_VALUE, String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean sameKey(Grant one, Grant other) {
        return key(one).equals(key(other));
    }

    private static String key(Grant grant) {
        if (grant instanceof Grant.Environment environment) {
            return environment.pattern();
        }
        if (grant instanceof Grant.FileSystem directory) {
            return directory.guest();
        }
        return grant instanceof Grant.Network network ? network.origin() : "";
    }

    @Override
    public Grant.FileSystem ownFolder(String name, String guest, Grant.Access access)
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

    @Override
    public ToolGrants revoke(String name, Capability capability, List<String> values)
            throws GrantException, InterruptedException {
        // On this thread: what runs must meet it, even if the control thread is busy.
        ToolGrants after =
                grants.change(
                        name,
                        before ->
                                new ToolGrants(
                                        without(name, before.grants(), capability, values),
                                        before.sha256(),
                                        before.follow()));
        try {
            steps.call(
                    () -> {
                        deployments.holder(name).ifPresent(deployments::reconsider);
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
                "tool %s was not granted %s%s"
                        .formatted(MessageText.quote(name), capability.key(), value));
    }

    @Override
    public Optional<VersionChange> pendingChange(String name) {
        try {
            return steps.call(() -> deployments.holder(name).flatMap(this::pending));
        } catch (AdminException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<VersionChange> pending(Slot slot) {
        Optional<Version> waiting =
                slot.next.or(() -> slot.current).filter(version -> gate.judge(version).isPresent());
        return waiting.map(
                version ->
                        Traits.change(
                                version.name(),
                                slot.current
                                        .filter(current -> current != version)
                                        .map(Traits::of)
                                        .or(() -> approved.recall(version.name())),
                                Traits.of(version)));
    }

    @Override
    public VersionChange approve(String name, Optional<String> sha256)
            throws AdminException, GrantException, InterruptedException {
        return steps.change(
                () -> {
                    Slot slot = requireKnown(name);
                    VersionChange change =
                            pending(slot)
                                    .orElseThrow(
                                            () ->
                                                    new AdminException(
                                                            "no version of tool '%s' waits"
                                                                    .formatted(name)));
                    if (sha256.filter(seen -> !seen.equals(change.toSha256())).isPresent()) {
                        throw new AdminException(
                                "another version of tool '%s' waits [%s]"
                                        .formatted(name, change.toSha256()));
                    }
                    slot.current
                            .flatMap(Version::sha256)
                            .ifPresent(hash -> grants.keepForDraining(name, hash));
                    ToolGrants ignored =
                            grants.change(
                                    name,
                                    before ->
                                            new ToolGrants(
                                                    before.grants(),
                                                    Optional.of(change.toSha256()),
                                                    before.follow()));
                    deployments.reconsider(slot);
                    return change;
                });
    }
}
