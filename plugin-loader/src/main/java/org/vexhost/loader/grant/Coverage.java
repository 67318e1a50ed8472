package org.vexhost.loader.grant;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grants;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.capability.RequestedItem;

/** Compares the capabilities that a tool requests with its grants. */
public final class Coverage {

    private Coverage() {}

    /** Returns the requests that are not granted, in the order of the capabilities. */
    public static List<MissingCapability> missing(RequestedCapabilities requested, Grants granted) {
        List<MissingCapability> missing = new ArrayList<>();
        for (Capability capability : requested.kinds()) {
            List<String> values =
                    requested.items(capability).stream()
                            .filter(each -> !each.isCoveredBy(granted))
                            .map(RequestedItem::text)
                            .toList();
            if (!values.isEmpty() || !granted.covers(capability)) {
                missing.add(new MissingCapability(capability, values));
            }
        }
        return missing;
    }
}
