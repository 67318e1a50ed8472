package org.vexhost.loader.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which artifact holds which tool name. Confined to the control thread. */
final class Names {

    private final Map<String, Slot> holders = new HashMap<>();

    Optional<Slot> holder(String name) {
        return Optional.ofNullable(holders.get(name));
    }

    boolean holds(Slot slot, String name) {
        return holders.get(name) == slot;
    }

    /** All names that an artifact holds: two while an update changes the name. */
    List<String> of(Slot slot) {
        List<String> names = new ArrayList<>();
        holders.forEach(
                (name, holder) -> {
                    if (holder == slot) {
                        names.add(name);
                    }
                });
        return names;
    }

    void give(String name, Slot slot) {
        holders.put(name, slot);
    }

    void release(String name) {
        holders.remove(name);
    }

    List<String> all() {
        return List.copyOf(holders.keySet());
    }
}
