package org.vexhost.api.admin;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vexhost.api.Capability;

/**
 * A tool's request for one capability.
 *
 * @param items the requested items, in the order of the descriptor; empty if the tool requests the
 *     capability without details
 * @since 1.0
 */
public record CapabilityRequest(Capability capability, List<Item> items) {
    /** Checks that nothing is null, and copies the list. */
    public CapabilityRequest {
        Objects.requireNonNull(capability, "capability");
        items = List.copyOf(items);
    }

    /**
     * A requested item.
     *
     * @param value the variable, guest directory, origin or secret
     * @param options the other members of the item in the descriptor, by name, for example {@code
     *     access}
     * @param text the item as one word that {@code vex:grant} accepts, for example {@code
     *     /data:ro}; safe to print
     */
    public record Item(String value, Map<String, String> options, String text) {
        /** Checks that nothing is null, and copies the options. */
        public Item {
            Objects.requireNonNull(value, "value");
            options = Map.copyOf(options);
            Objects.requireNonNull(text, "text");
        }
    }
}
