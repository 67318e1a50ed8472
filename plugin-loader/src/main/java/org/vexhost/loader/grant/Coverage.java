package org.vexhost.loader.grant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.loader.descriptor.RequestedCapabilities;
import org.vexhost.loader.descriptor.RequestedCapabilities.Directory;

/** Compares what a tool asks for with what it was granted. */
public final class Coverage {

    private Coverage() {}

    /**
     * What is asked for and not granted, in the order of the capabilities. A directory is shown as
     * {@code /guest} or {@code /guest:rw}.
     */
    public static List<MissingCapability> missing(RequestedCapabilities requested, Grants granted) {
        List<MissingCapability> missing = new ArrayList<>();
        for (Capability capability : requested.kinds()) {
            List<String> values =
                    switch (capability) {
                        case ENVIRONMENT ->
                                requested.environment().stream()
                                        .filter(name -> !covers(granted, name))
                                        .toList();
                        case FILE_SYSTEM ->
                                requested.directories().stream()
                                        .filter(directory -> !covers(granted, directory))
                                        .map(Coverage::text)
                                        .toList();
                        case NETWORK ->
                                requested.origins().stream()
                                        .filter(origin -> !covers(granted, origin))
                                        .map(GrantText::value)
                                        .toList();
                        case SECRET ->
                                requested.secrets().stream()
                                        .filter(name -> !coversSecret(granted, name))
                                        .toList();
                        case PURE_COMPUTATION, CRYPTOGRAPHY, SUBPROCESS -> List.of();
                    };
            if (!values.isEmpty() || !granted.covers(capability)) {
                missing.add(new MissingCapability(capability, values));
            }
        }
        return missing;
    }

    /** A directory as messages and commands show it. */
    public static String text(Directory directory) {
        return directory.access() == Grant.Access.READ
                ? directory.guest()
                : directory.guest() + ":rw";
    }

    /** A request for a prefix is covered by the same prefix or a shorter one. */
    private static boolean covers(Grants granted, String requested) {
        return granted.all().stream()
                .filter(Grant.Environment.class::isInstance)
                .map(Grant.Environment.class::cast)
                .anyMatch(
                        grant ->
                                requested.endsWith("*")
                                        ? grant.pattern().endsWith("*")
                                                && grant.covers(
                                                        requested.substring(
                                                                0, requested.length() - 1))
                                        : grant.covers(requested));
    }

    private static boolean coversSecret(Grants granted, String name) {
        return granted.secrets().stream().anyMatch(grant -> grant.name().equals(name));
    }

    /** Each method that is asked for is granted, by one grant or by several. */
    private static boolean covers(Grants granted, Grant.Network requested) {
        Set<String> methods =
                requested.methods().isEmpty() ? Grant.Network.METHODS : requested.methods();
        return methods.stream()
                .allMatch(method -> granted.coversRequest(requested.origin(), method));
    }

    private static boolean covers(Grants granted, Directory requested) {
        return granted.directories().stream()
                .anyMatch(
                        grant ->
                                grant.guest().equals(requested.guest())
                                        && grant.access().covers(requested.access()));
    }
}
