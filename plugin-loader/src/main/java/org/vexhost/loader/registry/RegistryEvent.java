package org.vexhost.loader.registry;

import java.util.Optional;

/**
 * A change of one artifact's entry. Calls already see the change when listeners receive the event.
 *
 * @param before the earlier entry; empty if the artifact is new
 * @param after the new entry; empty if the artifact was removed
 */
public record RegistryEvent(Optional<ToolEntry> before, Optional<ToolEntry> after) {
    /** Rejects an event without an entry. */
    public RegistryEvent {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("event has no entry");
        }
    }
}
