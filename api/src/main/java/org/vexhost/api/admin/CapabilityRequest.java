package org.vexhost.api.admin;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.vexhost.api.Capability;

/**
 * What a tool asks for of one capability.
 *
 * @param items what in particular, in the order of the descriptor; empty if it asks for the
 *     capability without particulars
 * @since 1.0
 */
public record CapabilityRequest(Capability capability, List<Item> items) {
    /** Checks that nothing is null, and copies the list. */
    public CapabilityRequest {
        Objects.requireNonNull(capability, "capability");
        items = List.copyOf(items);
    }

    /**
     * One thing.
     *
     * @param value the variable, guest directory, origin or secret
     * @param options what else the descriptor says of it, by member name, for example {@code
     *     access}
     * @param text all of it in one word, as {@code vex:grant} takes it, for example {@code
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
