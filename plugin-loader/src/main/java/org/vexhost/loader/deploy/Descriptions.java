package org.vexhost.loader.deploy;

import java.util.Optional;
import org.vexhost.loader.artifact.Candidate;
import org.vexhost.loader.registry.ToolDetails;

/**
 * Reads the descriptor of an artifact that lacks a part: what it says is shown while the tool waits
 * for the rest. Confined to the control thread.
 */
final class Descriptions {

    private final Attempts attempts;
    private final Board board;

    Descriptions(Attempts attempts, Board board) {
        this.attempts = attempts;
        this.board = board;
    }

    /** Begins, unless a descriptor of this slot is being read: then it begins again after that. */
    void readFor(Slot slot, Candidate candidate) {
        if (slot.described == Slot.Attempt.NONE) {
            slot.described = Slot.Attempt.RUNNING;
            attempts.describe(candidate, known -> take(slot, candidate, known));
        }
    }

    private void take(Slot slot, Candidate candidate, Optional<ToolDetails> known) {
        slot.described = Slot.Attempt.NONE;
        if (slot.life != Slot.Life.DEPLOYED) {
            return;
        }
        Optional<Candidate> now = slot.attempted;
        if (now.filter(candidate::equals).isPresent()) {
            slot.read = known;
            board.complete(slot);
        } else {
            now.filter(other -> other.defect().isPresent())
                    .ifPresent(other -> readFor(slot, other));
        }
    }
}
