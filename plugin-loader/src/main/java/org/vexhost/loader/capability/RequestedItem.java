package org.vexhost.loader.capability;

import org.vexhost.api.Capability;
import org.vexhost.api.Grants;
import org.vexhost.api.admin.CapabilityRequest.Item;

/**
 * One item that a tool requests of a capability, such as a variable, a directory or an origin.
 * Implementations are compared by value.
 */
public interface RequestedItem {

    /** Returns the capability of this item. */
    Capability capability();

    /** Whether grants allow this item. */
    boolean isCoveredBy(Grants granted);

    /** Returns the item in the form that messages show, for example {@code /data:rw}. */
    String text();

    /** Returns the item in the form that lists for operators show, for example {@code /data:ro}. */
    default String longText() {
        return text();
    }

    /** Returns the item in the form that the administration interface shows. */
    Item item();
}
