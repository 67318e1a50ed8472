package org.vexhost.loader.capability;

import org.vexhost.api.Capability;
import org.vexhost.api.Grants;
import org.vexhost.api.admin.CapabilityRequest.Item;

/**
 * One requested item of a capability, such as a variable, a directory or an origin. Equal requests
 * are equal objects.
 */
public interface RequestedItem {

    /** Returns the capability of this item. */
    Capability capability();

    /** Whether grants allow this item. */
    boolean isCoveredBy(Grants granted);

    /** Returns the item as messages show it, for example {@code /data:rw}. */
    String text();

    /** Returns the item as lists for operators show it, for example {@code /data:ro}. */
    default String longText() {
        return text();
    }

    /** Returns the item as administration shows it. */
    Item item();
}
