package org.vexhost.loader.capability;

import org.vexhost.api.Capability;
import org.vexhost.api.Grants;
import org.vexhost.api.admin.CapabilityRequest.Item;

/**
 * One thing that a descriptor asks for of a capability: a variable, a directory, an origin. Equal
 * requests are equal objects.
 */
public interface RequestedItem {

    /** What it is part of. */
    Capability capability();

    /** Whether this is allowed by what was granted. */
    boolean isCoveredBy(Grants granted);

    /** As messages show it, for example {@code /data:rw}. */
    String text();

    /** As lists for operators show it, for example {@code /data:ro}. */
    default String longText() {
        return text();
    }

    /** As administration shows it. */
    Item item();
}
