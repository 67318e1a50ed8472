package org.vexhost.loader.capability;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vexhost.api.Capability;

/**
 * What a descriptor asks for. A capability without particulars (the short form) asks for whatever
 * the operator will grant of it.
 *
 * @param kinds all capabilities that are asked for
 * @param items what in particular, in the order of the descriptor
 */
public record RequestedCapabilities(Set<Capability> kinds, List<RequestedItem> items) {

    /** Nothing but computing. */
    public static final RequestedCapabilities NONE = new RequestedCapabilities(Set.of(), List.of());

    /** Copies the collections. */
    public RequestedCapabilities {
        EnumSet<Capability> sorted = EnumSet.noneOf(Capability.class);
        sorted.addAll(kinds);
        items.forEach(each -> sorted.add(each.capability()));
        kinds = Collections.unmodifiableSet(sorted);
        items = List.copyOf(items);
    }

    /** These capabilities, without particulars. */
    public static RequestedCapabilities of(Set<Capability> kinds) {
        return new RequestedCapabilities(kinds, List.of());
    }

    /** These things. */
    public static RequestedCapabilities of(List<? extends RequestedItem> items) {
        return new RequestedCapabilities(Set.of(), List.copyOf(items));
    }

    /** What is asked for of one capability. */
    public List<RequestedItem> items(Capability capability) {
        return items.stream().filter(each -> each.capability() == capability).toList();
    }

    /** {@link RequestedItem#text} of what is asked for of one capability. */
    public List<String> texts(Capability capability) {
        return items(capability).stream().map(RequestedItem::text).toList();
    }
}
