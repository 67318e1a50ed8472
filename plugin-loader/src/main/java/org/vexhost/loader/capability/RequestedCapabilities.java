package org.vexhost.loader.capability;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vexhost.api.Capability;

/**
 * The capabilities that a descriptor requests. A capability without items (the short form) requests
 * whatever the operator will grant.
 *
 * @param kinds all requested capabilities
 * @param items the requested items, in the order of the descriptor
 */
public record RequestedCapabilities(Set<Capability> kinds, List<RequestedItem> items) {

    /** Requests no capability. */
    public static final RequestedCapabilities NONE = new RequestedCapabilities(Set.of(), List.of());

    /** Copies the collections. */
    public RequestedCapabilities {
        EnumSet<Capability> sorted = EnumSet.noneOf(Capability.class);
        sorted.addAll(kinds);
        items.forEach(each -> sorted.add(each.capability()));
        kinds = Collections.unmodifiableSet(sorted);
        items = List.copyOf(items);
    }

    /** Creates a request of these capabilities, without items. */
    public static RequestedCapabilities of(Set<Capability> kinds) {
        return new RequestedCapabilities(kinds, List.of());
    }

    /** Creates a request of these items. */
    public static RequestedCapabilities of(List<? extends RequestedItem> items) {
        return new RequestedCapabilities(Set.of(), List.copyOf(items));
    }

    /** Returns the requested items of one capability. */
    public List<RequestedItem> items(Capability capability) {
        return items.stream().filter(each -> each.capability() == capability).toList();
    }

    /**
     * Returns the texts of the requested items of one capability; see {@link RequestedItem#text}.
     */
    public List<String> texts(Capability capability) {
        return items(capability).stream().map(RequestedItem::text).toList();
    }
}
