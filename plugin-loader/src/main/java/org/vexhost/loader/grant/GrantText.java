package org.vexhost.loader.grant;

import java.util.List;
import java.util.stream.Collectors;
import org.vexhost.api.Grant;
import org.vexhost.loader.capability.CapabilityTypes;

/** Formats grants in the syntax of {@code vex:grant}. */
public final class GrantText {

    private GrantText() {}

    /**
     * Returns the value of a grant as an operator would write it; empty if the grant has no value.
     */
    public static String value(Grant grant) {
        return CapabilityTypes.all().of(grant).text(grant);
    }

    /** Returns a list of grants on one line, for the log; safe to print. */
    public static String line(List<? extends Grant> grants) {
        return grants.isEmpty()
                ? "nothing"
                : grants.stream()
                        .map(each -> (each.capability().key() + " " + value(each)).strip())
                        .collect(Collectors.joining(", "));
    }
}
