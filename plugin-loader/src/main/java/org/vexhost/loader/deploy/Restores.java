package org.vexhost.loader.deploy;

import java.time.Duration;
import java.util.Optional;
import org.vexhost.loader.deploy.Attempts.Answer;
import org.vexhost.loader.deploy.Attempts.Outcome;

/**
 * The first files that this process saw of an artifact may not serve: what an earlier process had
 * in service does, if it was the same artifact's. Confined to the control thread.
 */
final class Restores {

    private final Claims claims;
    private final Deployments deployments;
    private final Attempts attempts;
    private final HostState state;
    private final Keeper keeper;
    private final Passes passes;

    Restores(
            Claims claims,
            Deployments deployments,
            Attempts attempts,
            HostState state,
            Keeper keeper,
            Passes passes) {
        this.claims = claims;
        this.deployments = deployments;
        this.attempts = attempts;
        this.state = state;
        this.keeper = keeper;
        this.passes = passes;
    }

    /** After the first attempt with an artifact. */
    void tryOnce(Slot slot) {
        if (slot.restore != Slot.Restore.NOT_TRIED) {
            return;
        }
        Optional<String> name = state.ownedBy(slot.id).stream().filter(keeper::has).findFirst();
        if (slot.current.isPresent() || name.isEmpty()) {
            end(slot);
            return;
        }
        slot.restore = Slot.Restore.RUNNING;
        slot.attempt = Slot.Attempt.RUNNING;
        // What serves is not taken back when files change meanwhile.
        Runnable ignored =
                attempts.begin(
                        slot.id,
                        0,
                        () -> keeper.read(name.get()),
                        (artifact, limits) -> {
                            if (slot.life != Slot.Life.DEPLOYED || slot.current.isPresent()) {
                                return Answer.UNCHANGED;
                            }
                            claims.claim(slot, artifact.descriptor().name());
                            return Answer.GO_ON;
                        },
                        outcome -> {
                            slot.attempt = Slot.Attempt.NONE;
                            if (outcome instanceof Outcome.Ready ready) {
                                deployments.restored(slot, ready.version());
                            }
                            end(slot);
                            passes.request(Duration.ZERO);
                        });
    }

    private void end(Slot slot) {
        slot.restore = Slot.Restore.TRIED;
        if (slot.life == Slot.Life.DEPLOYED) {
            claims.releaseFormer(slot);
        }
    }
}
