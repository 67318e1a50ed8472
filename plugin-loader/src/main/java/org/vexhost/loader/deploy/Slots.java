package org.vexhost.loader.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The artifacts that are there, and which of them holds which tool name. Confined to the control
 * thread.
 */
final class Slots {

    private final Map<String, Slot> byArtifact = new TreeMap<>();
    private final Map<String, Slot> byName = new HashMap<>();

    /** All of them, by artifact: a copy. */
    List<Slot> all() {
        return List.copyOf(byArtifact.values());
    }

    Optional<Slot> find(String artifact) {
        return Optional.ofNullable(byArtifact.get(artifact));
    }

    Slot findOrAdd(String artifact, Supplier<Slot> added) {
        return byArtifact.computeIfAbsent(artifact, each -> added.get());
    }

    void add(Slot slot) {
        byArtifact.put(slot.id, slot);
    }

    /** Does nothing if another one of the same artifact took its place. */
    void remove(Slot slot) {
        byArtifact.remove(slot.id, slot);
    }

    /** The artifact that holds a name, also while it drains. */
    Optional<Slot> holder(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The artifact that holds a name and is there. */
    Optional<Slot> deployed(String name) {
        return holder(name).filter(slot -> slot.life == Slot.Life.DEPLOYED);
    }

    boolean holds(Slot slot, String name) {
        return byName.get(name) == slot;
    }

    /** All names that an artifact holds: two while an update changes the name. */
    List<String> namesOf(Slot slot) {
        List<String> names = new ArrayList<>();
        byName.forEach(
                (name, holder) -> {
                    if (holder == slot) {
                        names.add(name);
                    }
                });
        return names;
    }

    void give(String name, Slot slot) {
        byName.put(name, slot);
    }

    void release(String name) {
        byName.remove(name);
    }

    /** All names that an artifact holds. */
    List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
