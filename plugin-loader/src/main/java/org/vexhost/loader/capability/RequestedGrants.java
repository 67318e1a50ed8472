package org.vexhost.loader.capability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;

/** What a tool asks for, as grants. */
public final class RequestedGrants {

    private RequestedGrants() {}

    /**
     * Grants of one capability: of what a tool lacks, or if it lacks nothing, of all that it asks
     * for. The tool wrote these words.
     *
     * @param missing what it lacks, of all capabilities
     * @param requested what it asks for of this one, in the words of {@code vex:grant}
     * @param options the values of the options of {@code vex:grant}, by name
     * @return without {@link CapabilityType#grantsWithoutValues}; empty if it names nothing
     * @throws IllegalArgumentException if that cannot be granted so
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
            // The one value that makes it say why.
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
