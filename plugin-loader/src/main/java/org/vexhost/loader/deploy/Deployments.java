package org.vexhost.loader.deploy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.Slot.Problem;
import org.vexhost.loader.deploy.Slot.Retry;
import org.vexhost.loader.deploy.ToolBundles.Lasting;
import org.vexhost.loader.deploy.ToolBundles.Run;
import org.vexhost.loader.grant.GrantStore;
import org.vexhost.loader.registry.ArtifactKind;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolState;

/**
 * Brings versions into service and out of it: swaps, drains, blocks, disables. Confined to the
 * control thread.
 */
final class Deployments {

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

    private static final Duration BUNDLE_RETRY = Duration.ofSeconds(5);

    private final Map<String, Slot> slots = new TreeMap<>();
    private final Control control;
    private final Drains drains;
    private final Names names;
    private final HostState state;
    private final Gate gate;
    private final GrantStore grants;
    private final Board board;
    private final ToolBundles bundles;
    private final ApprovedVersions approved;
    private final Keeper keeper;
    private final Supplier<Duration> drainTimeout;
    private final Runnable onNameFree;

    Deployments(
            Control control,
            Drains drains,
            Names names,
            HostState state,
            Gate gate,
            GrantStore grants,
            Board board,
            ToolBundles bundles,
            ApprovedVersions approved,
            Keeper keeper,
            Supplier<Duration> drainTimeout,
            Runnable onNameFree) {
        this.control = control;
        this.drains = drains;
        this.names = names;
        this.state = state;
        this.gate = gate;
        this.grants = grants;
        this.board = board;
        this.bundles = bundles;
        this.approved = approved;
        this.keeper = keeper;
        this.drainTimeout = drainTimeout;
        this.onNameFree = onNameFree;
    }

    /** All artifacts that are there, by id. */
    Map<String, Slot> slots() {
        return slots;
    }

    /** The artifact that holds a name. */
    Optional<Slot> holder(String name) {
        return names.holder(name).filter(slot -> slot.life == Slot.Life.DEPLOYED);
    }

    /**
     * Gives a name to an artifact, if no other has a right to it.
     *
     * @throws RefusedException if another has; names it
     */
    void claim(Slot slot, String name) throws RefusedException {
        Optional<Slot> holder = names.holder(name);
        if (holder.isEmpty()) {
            Optional<Slot> first =
                    state.owner(name)
                            .filter(id -> !id.equals(slot.id))
                            .map(slots::get)
                            .filter(each -> !each.hasVersion() && each.problem.isEmpty());
            if (first.isPresent()) {
                throw taken(name, first.get());
            }
        } else if (!names.holds(slot, name)) {
            Slot other = holder.get();
            boolean given =
                    other.life != Slot.Life.DEPLOYED
                            || (!other.hasVersion() && other.attempt == Slot.Attempt.NONE);
            if (!given) {
                throw taken(name, other);
            }
            names.give(name, slot);
            board.show(other);
        }
        names.give(name, slot);
        state.owns(name, slot.id);
    }

    private static RefusedException taken(String name, Slot other) {
        return new RefusedException(
                RefusedException.Cause.NAME_TAKEN,
                "name '%s' belongs to '%s'".formatted(name, other.id));
    }

    /** A version is ready: it serves, or waits for grants, approval, or to be enabled. */
    void ready(Slot slot, Version version) {
        slot.compiling = Optional.empty();
        slot.problem = Optional.empty();
        slot.next.ifPresent(Version::drop);
        slot.next = Optional.of(version);
        reconsider(slot);
    }

    /** The newest artifact is not a version. What serves goes on. */
    void failed(Slot slot, Problem problem) {
        slot.compiling = Optional.empty();
        slot.problem = Optional.of(problem);
        if (problem.state() == ToolState.FAILED) {
            dropNext(slot);
        }
        if (slot.hasVersion()) {
            releaseNames(slot);
        }
        board.show(slot);
        if (!slot.hasVersion() && !names.of(slot).isEmpty()) {
            // It keeps its name, so that callers hear why, until another one can have it.
            onNameFree.run();
        }
    }

    /** The files that make it a tool are not all there any more: nothing serves. */
    void withdraw(Slot slot, Problem problem) {
        Optional<Version> old = slot.current;
        dropNext(slot);
        slot.current = Optional.empty();
        slot.compiling = Optional.empty();
        slot.problem = Optional.of(problem);
        board.show(slot);
        old.ifPresent(version -> drains.retire(version, drainTimeout.get()));
        releaseNames(slot);
        board.show(slot);
    }

    /** Grants, approval or an operator's will may have changed. */
    void reconsider(Slot slot) {
        if (slot.life != Slot.Life.DEPLOYED) {
            return;
        }
        if (slot.next.isPresent()) {
            Version next = slot.next.get();
            if (gate.judge(next).isEmpty()) {
                promote(slot, next);
            } else if (slot.current.isEmpty() && makeBundle(slot, next)) {
                LOG.debug("Tool '{}' has its bundle and waits", next.name());
            }
        }
        board.show(slot);
    }

    /** What served before the process began serves on, if nothing newer does by now. */
    void restored(Slot slot, Version version) {
        if (slot.life != Slot.Life.DEPLOYED
                || slot.current.isPresent()
                || gate.judge(version).isPresent()) {
            version.drop();
            return;
        }
        Optional<Problem> problem = slot.problem;
        if (makeBundle(slot, version)) {
            Optional<LoadedArtifact> ignored = version.takeContent();
            slot.current = Optional.of(version);
            slot.problem = problem;
            board.show(slot);
        } else {
            version.drop();
        }
    }

    /** Forgets what was kept of tools that are not there any more. */
    void forgetOthers() {
        keeper.tools().stream()
                .filter(tool -> names.holder(tool).isEmpty())
                .forEach(keeper::forget);
    }

    /** From here on new calls go to {@code next}; calls in flight end where they began. */
    private void promote(Slot slot, Version next) {
        if (!makeBundle(slot, next)) {
            return;
        }
        next.takeContent().ifPresent(keeper::keep);
        Optional<Version> old = slot.current;
        slot.current = Optional.of(next);
        slot.next = Optional.empty();
        approved.remember(next);
        old.flatMap(Version::sha256).ifPresent(hash -> grants.keepForDraining(next.name(), hash));
        board.show(slot);
        old.ifPresent(version -> drains.retire(version, LONGEST_CALL));
        releaseNames(slot);
    }

    /** Calls that an update leaves behind end by their own timeout. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(11);

    private boolean makeBundle(Slot slot, Version version) {
        if (version.content().isEmpty()) {
            return true;
        }
        Run run = state.disabled(version.name()).isPresent() ? Run.STOPPED : Run.STARTED;
        try {
            bundles.install(version.content().get(), run);
            slot.problem = Optional.empty();
            return true;
        } catch (IOException e) {
            slot.problem =
                    Optional.of(
                            new Problem(
                                    ToolState.FAILED,
                                    "its bundle cannot be installed [%s]".formatted(e.getMessage()),
                                    Optional.of(version.version()),
                                    Retry.NEVER));
            control.after(BUNDLE_RETRY, () -> reconsider(slot));
            return false;
        }
    }

    /** Takes a tool out of service, and ends its calls. */
    void disable(String name, String why, Lasting lasting) {
        if (state.disabled(name).isPresent()) {
            return;
        }
        state.disable(name, why, lasting);
        setBundle(name, Run.STOPPED);
        Optional<Slot> slot = holder(name);
        if (slot.isPresent()) {
            Optional<ServedTool> serving = slot.get().current.map(Version::served);
            board.show(slot.get());
            slot.get().current.ifPresent(Version::renew);
            serving.ifPresent(
                    served -> {
                        CompletableFuture<Void> ignored = drains.drain(served, drainTimeout.get());
                    });
        }
    }

    /** Brings a tool back into service. */
    void enable(String name) {
        if (state.disabled(name).isEmpty()) {
            return;
        }
        state.enable(name);
        setBundle(name, Run.STARTED);
        Optional<Slot> slot = holder(name);
        if (slot.isPresent()) {
            if (!bundles.has(name) && slot.get().kind != ArtifactKind.JAVA) {
                // Somebody uninstalled it: made anew from the files.
                slot.get().current.ifPresent(Version::forgetDigest);
                slot.get().attempted = Optional.empty();
                onNameFree.run();
            }
            reconsider(slot.get());
        }
    }

    private void setBundle(String name, Run run) {
        try {
            bundles.set(name, run);
        } catch (IOException e) {
            LOG.warn("Bundle of tool '{}' is not {} [{}]", name, run, e.getMessage());
        }
    }

    /** Its artifact is gone: new calls are refused, those in flight end, then it is forgotten. */
    void remove(Slot slot) {
        slots.remove(slot.id);
        slot.life = Slot.Life.DRAINING;
        dropNext(slot);
        if (slot.current.isEmpty()) {
            forget(slot);
            return;
        }
        board.show(slot);
        AtomicBoolean once = new AtomicBoolean();
        Runnable finish =
                () -> {
                    if (once.compareAndSet(false, true)) {
                        forget(slot);
                        slot.current.ifPresent(Version::drop);
                    }
                };
        CompletableFuture<Void> drained =
                drains.drain(slot.current.get().served(), drainTimeout.get());
        if (drained.isDone()) {
            finish.run();
        } else {
            CompletableFuture<Void> ignored = drained.thenRun(() -> control.execute(finish));
        }
    }

    private void forget(Slot slot) {
        slot.life = Slot.Life.GONE;
        for (String name : names.of(slot)) {
            release(slot, name);
        }
        board.clear(slot);
    }

    /** Names that none of its versions has. */
    private void releaseNames(Slot slot) {
        for (String name : names.of(slot)) {
            boolean used =
                    slot.current.filter(version -> version.name().equals(name)).isPresent()
                            || slot.next.filter(version -> version.name().equals(name)).isPresent();
            if (!used) {
                release(slot, name);
            }
        }
    }

    private void release(Slot slot, String name) {
        names.release(name);
        state.disowned(name, slot.id);
        bundles.uninstall(name);
        keeper.forget(name);
        onNameFree.run();
    }

    /** An update that waits was taken back. */
    void dropNext(Slot slot) {
        slot.next.ifPresent(Version::drop);
        slot.next = Optional.empty();
    }

    /**
     * Drains everything, for the end of the host: bundles and names stay for the next one.
     *
     * @return completes when no call runs
     */
    CompletableFuture<Void> drainAll() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Slot slot : slots.values()) {
            slot.life = Slot.Life.CLOSING;
            dropNext(slot);
            if (slot.current.isPresent()) {
                board.show(slot);
                Version version = slot.current.get();
                all.add(drains.drain(version.served(), drainTimeout.get()).thenRun(version::drop));
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }
}
