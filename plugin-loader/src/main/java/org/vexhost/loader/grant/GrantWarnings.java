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
        grants.stream()
                .filter(Grant.Secret.class::isInstance)
                .map(Grant.Secret.class::cast)
                .forEach(secret -> warn(secret, grants, warnings));
        boolean opensAddresses = grants.stream().anyMatch(Grant.AddressRange.class::isInstance);
        if (opensAddresses && grants.stream().noneMatch(Grant.Network.class::isInstance)) {
            warnings.add("network has address ranges and no origin: the tool reaches nothing");
        }
        return warnings;
    }

    private static void warn(
            Grant.Secret secret, List<? extends Grant> grants, List<String> warnings) {
        for (String origin : secret.origins()) {
            if (origin.startsWith("http://")) {
                warnings.add("secret %s goes to %s unencrypted".formatted(secret.name(), origin));
            }
            if (grants.stream().noneMatch(each -> reaches(each, origin))) {
                warnings.add(
                        "secret %s has origin %s, which network does not: it is never sent there"
                                .formatted(secret.name(), origin));
            }
        }
    }

    /** A pattern of origins may meet another one; that is not looked into. */
    private static boolean reaches(Grant grant, String origin) {
        return grant instanceof Grant.Network network
                && (origin.contains("*") || network.covers(origin));
    }
}
