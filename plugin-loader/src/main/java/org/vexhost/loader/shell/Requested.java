package org.vexhost.loader.shell;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.loader.descriptor.RequestedCapabilities;
import org.vexhost.loader.grant.GrantText;

/** What a tool asks for, in words. */
final class Requested {

    private static final int MAX_LENGTH = 300;

    private Requested() {}

    static String text(RequestedCapabilities requested) {
        List<String> parts = new ArrayList<>();
        for (Capability kind : requested.kinds()) {
            List<String> values = values(requested, kind);
            parts.add(
                    values.isEmpty()
                            ? kind.key()
                            : kind.key()
                                    + " "
                                    + TerminalText.line(String.join(", ", values), MAX_LENGTH));
        }
        return parts.isEmpty() ? "nothing but computing" : String.join("; ", parts);
    }

    /** What of a capability, in the words of {@code vex:grant}. */
    static List<String> values(RequestedCapabilities requested, Capability kind) {
        return switch (kind) {
            case ENVIRONMENT -> requested.environment();
            case FILE_SYSTEM ->
                    requested.directories().stream()
                            .map(
                                    each ->
                                            each.guest()
                                                    + (each.access() == Grant.Access.READ
                                                            ? ":ro"
                                                            : ":rw"))
                            .toList();
            case NETWORK -> requested.origins().stream().map(GrantText::value).toList();
            case SECRET -> requested.secrets();
            default -> List.of();
        };
    }
}
