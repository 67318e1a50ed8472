package org.vexhost.loader.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;

/** What an operator should know of a grant that is accepted and gives a tool nothing. */
public final class GrantWarnings {

    private GrantWarnings() {}

    /**
     * One line for each grant without an effect; safe to print.
     *
     * @param variables those from which grants choose
     */
    public static List<String> of(List<? extends Grant> grants, Map<String, String> variables) {
        List<String> warnings = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant instanceof Grant.Environment variable
                    && variables.keySet().stream().noneMatch(variable::covers)) {
                warnings.add(
                        "environment %s is not set where the host was started: the tool sees none"
                                .formatted(MessageText.escape(variable.pattern(), 300)));
            }
        }
        boolean opensAddresses = grants.stream().anyMatch(Grant.AddressRange.class::isInstance);
        if (opensAddresses && grants.stream().noneMatch(Grant.Network.class::isInstance)) {
            warnings.add("network has address ranges and no origin: the tool reaches nothing");
        }
        return warnings;
    }
}
