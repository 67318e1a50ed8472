package org.vexhost.loader.registry;

import java.util.Optional;

/**
 * A change of one artifact. When an event arrives, calls already see it.
 *
 * @param before how it was; empty if it is new
 * @param after how it is; empty if it is gone
 */
public record RegistryEvent(Optional<ToolEntry> before, Optional<ToolEntry> after) {
    /** Refuses an event about nothing. */
    public RegistryEvent {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("event has no entry");
        }
    }
}
