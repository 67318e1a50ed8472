package org.vexhost.loader.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.vexhost.api.ToolState;
import org.vexhost.loader.artifact.LoadedArtifact;
import org.vexhost.loader.deploy.Slot.Problem;

/**
 * Brings versions into service and out of it: swaps, blocks, failures, removals. Confined to the
 * control thread.
 */
final class Deployments {

    private final Slots slots;
    private final Claims claims;
    private final Gate gate;
    private final Bundling bundling;
    private final Drains drains;
    private final Keeper keeper;
    private final Board board;

    Deployments(
            Slots slots,
            Claims claims,
            Gate gate,
            Bundling bundling,
            Drains drains,
            Keeper keeper,
            Board board) {
        this.slots = slots;
        this.claims = claims;
        this.gate = gate;
        this.bundling = bundling;
        this.drains = drains;
        this.keeper = keeper;
        this.board = board;
    }

    /** A version is ready: it serves, or waits for grants, approval, or to be enabled. */
    void ready(Slot slot, Version version) {
        slot.compiling = Optional.empty();
        slot.problem = Optional.empty();
        slot.failuresOfHost = 0;
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
            claims.releaseUnused(slot);
        }
        board.show(slot);
        claims.offer(slot);
    }

    /** The files that make it a tool are not all there any more: nothing serves. */
    void withdraw(Slot slot, Problem problem) {
        suspend(slot, problem);
        claims.releaseUnused(slot);
        board.show(slot);
    }

    /**
     * What serves may not any more. It keeps its name until another asks, so that callers hear why.
     */
    void suspend(Slot slot, Problem problem) {
        Optional<Version> old = slot.current;
        dropNext(slot);
        slot.current = Optional.empty();
        slot.compiling = Optional.empty();
        slot.problem = Optional.of(problem);
        board.show(slot);
        old.ifPresent(drains::retire);
        claims.offer(slot);
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
            } else if (slot.current.isEmpty()) {
                bundling.standsFor(next);
            }
        }
        board.show(slot);
    }

    /** What served before the process began is still serving, if nothing newer does by now. */
    void restored(Slot slot, Version version) {
        if (slot.life != Slot.Life.DEPLOYED
                || slot.current.isPresent()
                || gate.judgeServing(version).isPresent()) {
            version.drop();
            return;
        }
        bundling.standsFor(version);
        Optional<LoadedArtifact> ignored = version.takeContent();
        slot.current = Optional.of(version);
        board.show(slot);
    }

    /** From here on new calls go to {@code next}; calls in flight end where they began. */
    private void promote(Slot slot, Version next) {
        bundling.standsFor(next);
        keeper.serves(next);
        Optional<Version> old = slot.current;
        old.ifPresent(drains::keepGrants);
        slot.current = Optional.of(next);
        slot.next = Optional.empty();
        slot.read = Optional.empty();
        board.show(slot);
        old.ifPresent(drains::leaveBehind);
        claims.releaseUnused(slot);
    }

    /**
     * The files of {@code from} are those of {@code heir} now: an update under another name. What
     * serves, and its name, go over to it in one step.
     */
    void inherit(Slot heir, Slot from) {
        slots.remove(from);
        from.life = Slot.Life.GONE;
        from.cancelAttempt.run();
        dropNext(from);
        heir.current = from.current;
        from.current = Optional.empty();
        claims.inherit(heir, from);
        board.move(from, heir);
    }

    /** Its artifact is gone: new calls are refused, those in flight end, then it is forgotten. */
    void remove(Slot slot) {
        slots.remove(slot);
        slot.life = Slot.Life.DRAINING;
        slot.cancelAttempt.run();
        dropNext(slot);
        if (slot.current.isEmpty()) {
            forget(slot);
            return;
        }
        board.show(slot);
        claims.offer(slot);
        Version last = slot.current.get();
        drains.drain(
                last.served(),
                () -> {
                    forget(slot);
                    last.drop();
                });
    }

    private void forget(Slot slot) {
        slot.life = Slot.Life.GONE;
        claims.releaseAll(slot);
        board.clear(slot);
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
        for (Slot slot : slots.all()) {
            slot.life = Slot.Life.CLOSING;
            dropNext(slot);
            if (slot.current.isPresent()) {
                board.show(slot);
                Version version = slot.current.get();
                all.add(drains.begin(version.served()).thenRun(version::drop));
            }
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new));
    }
}
