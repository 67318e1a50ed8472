package org.vexhost.loader.deploy;

import java.util.Optional;
import org.vexhost.loader.registry.ArtifactKind;

/**
 * Gives names to artifacts and takes them back: the first keeps a name, also over a restart, until
 * it goes. Confined to the control thread.
 */
final class Claims {

    private final Slots slots;
    private final HostState state;
    private final Board board;
    private final Listener listener;

    /** Is told of names that others can have. */
    interface Listener {
        /** What the host keeps under this name is nobody's. */
        void released(String name);

        /** Those that were refused a name may try again. */
        void nameIsFree();
    }

    Claims(Slots slots, HostState state, Board board, Listener listener) {
        this.slots = slots;
        this.state = state;
        this.board = board;
        this.listener = listener;
    }

    /**
     * Gives a name to an artifact, if no other has a right to it.
     *
     * @throws RefusedException if another has; names it
     */
    void claim(Slot slot, String name) throws RefusedException {
        Optional<Slot> holder = slots.holder(name);
        if (holder.isEmpty()) {
            Optional<Slot> first =
                    state.owner(name)
                            .filter(id -> !id.equals(slot.id))
                            .flatMap(slots::find)
                            .filter(Claims::mayStillServe);
            if (first.isPresent()) {
                throw taken(slot, name, first.get());
            }
        } else if (!slots.holds(slot, name)) {
            Slot other = holder.get();
            boolean given =
                    other.life != Slot.Life.DEPLOYED
                            || (!other.hasVersion() && other.attempt == Slot.Attempt.NONE);
            if (!given) {
                throw taken(slot, name, other);
            }
            give(name, slot);
            board.show(other);
            return;
        }
        give(name, slot);
    }

    private void give(String name, Slot slot) {
        slots.give(name, slot);
        slot.wanted = Optional.empty();
        if (slot.kind != ArtifactKind.JAVA) {
            // A Java tool's identity is another one in the next process.
            state.owns(name, slot.id);
        }
    }

    /** Its files, or what an earlier process kept of them, are not judged yet. */
    private static boolean mayStillServe(Slot slot) {
        return !slot.hasVersion()
                && (slot.problem.isEmpty() || slot.restore == Slot.Restore.RUNNING);
    }

    /** Another artifact that wants a name which this one holds. */
    Optional<Slot> rival(Slot slot) {
        return slots.all().stream()
                .filter(each -> each.wanted.filter(name -> slots.holds(slot, name)).isPresent())
                .findFirst();
    }

    /** An artifact is called otherwise now: its names are the heir's. */
    void inherit(Slot heir, Slot from) {
        for (String name : slots.namesOf(from)) {
            give(name, heir);
        }
    }

    /** Gives back the names that an artifact had in an earlier process, and has no more. */
    void releaseFormer(Slot slot) {
        for (String name : state.ownedBy(slot.id)) {
            if (!slots.holds(slot, name)) {
                state.disowned(name, slot.id);
                if (slots.holder(name).isEmpty()) {
                    listener.released(name);
                }
                listener.nameIsFree();
            }
        }
    }

    private static RefusedException taken(Slot slot, String name, Slot other) {
        slot.wanted = Optional.of(name);
        return new RefusedException(
                RefusedException.Cause.NAME_TAKEN,
                "name '%s' belongs to '%s'".formatted(name, other.id));
    }

    /**
     * An artifact without a version, or that is gone, keeps its name, so that callers hear why,
     * until another asks.
     */
    void offer(Slot slot) {
        boolean needed = slot.hasVersion() && slot.life == Slot.Life.DEPLOYED;
        if (!needed && !slots.namesOf(slot).isEmpty()) {
            listener.nameIsFree();
        }
    }

    /** Takes back the names that none of its versions has. */
    void releaseUnused(Slot slot) {
        for (String name : slots.namesOf(slot)) {
            boolean used =
                    slot.current.filter(version -> version.name().equals(name)).isPresent()
                            || slot.next.filter(version -> version.name().equals(name)).isPresent();
            if (!used) {
                release(slot, name);
            }
        }
    }

    /** Takes all its names back. */
    void releaseAll(Slot slot) {
        for (String name : slots.namesOf(slot)) {
            release(slot, name);
        }
    }

    private void release(Slot slot, String name) {
        slots.release(name);
        state.disowned(name, slot.id);
        listener.released(name);
        listener.nameIsFree();
    }
}
