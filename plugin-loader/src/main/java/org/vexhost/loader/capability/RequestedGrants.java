package org.vexhost.loader.capability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;

/** Converts a tool's requests to grants. */
public final class RequestedGrants {

    private RequestedGrants() {}

    /**
     * Returns grants of one capability for a tool's missing items. If no item is missing, returns
     * grants for all requested items. The texts come from the tool.
     *
     * @param type the capability
     * @param missing the missing grants of all capabilities
     * @param requested the requests of this capability, in the form of {@code vex:grant}
     * @param options the values of the options of {@code vex:grant}, by name
     * @param own creates the tool's own folder
     * @return the grants, without {@link CapabilityType#grantsWithoutValues}; may be empty
     * @throws IllegalArgumentException if a request cannot be granted this way
     */
    public static <E extends Exception> List<Grant> of(
            CapabilityType type,
            List<MissingCapability> missing,
            List<String> requested,
            Function<String, Optional<String>> options,
            OwnFolder<E> own)
            throws E {
        List<Grant> grants = new ArrayList<>();
        for (String value : values(type, missing, requested)) {
            grants.add(type.parseRequested(value, options, own));
        }
        return grants;
    }

    private static List<String> values(
            CapabilityType type, List<MissingCapability> missing, List<String> requested) {
        if (!type.isGrantable()) {
            // The parser rejects any value, and its message explains why the capability is never
            // granted.
            return List.of("");
        }
        if (!type.grantsWithoutValues().isEmpty()) {
            return List.of();
        }
        List<String> lacked =
                missing.stream()
                        .filter(each -> each.capability() == type.capability())
                        .flatMap(each -> each.values().stream())
                        .toList();
        return lacked.isEmpty() ? requested : lacked;
    }
}
