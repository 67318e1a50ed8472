package org.vexhost.loader.deploy;

import java.util.Optional;

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
                            .filter(each -> !each.hasVersion() && each.problem.isEmpty());
            if (first.isPresent()) {
                throw taken(name, first.get());
            }
        } else if (!slots.holds(slot, name)) {
            Slot other = holder.get();
            boolean given =
                    other.life != Slot.Life.DEPLOYED
                            || (!other.hasVersion() && other.attempt == Slot.Attempt.NONE);
            if (!given) {
                throw taken(name, other);
            }
            slots.give(name, slot);
            board.show(other);
        }
        slots.give(name, slot);
        state.owns(name, slot.id);
    }

    private static RefusedException taken(String name, Slot other) {
        return new RefusedException(
                RefusedException.Cause.NAME_TAKEN,
                "name '%s' belongs to '%s'".formatted(name, other.id));
    }

    /**
     * An artifact without a version keeps its name, so that callers hear why, until another asks.
     */
    void offer(Slot slot) {
        if (!slot.hasVersion() && !slots.namesOf(slot).isEmpty()) {
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
