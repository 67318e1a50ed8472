package org.vexhost.loader.shell;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.api.Capability;
import org.vexhost.loader.capability.RequestedCapabilities;
import org.vexhost.loader.capability.RequestedItem;

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
        return requested.items(kind).stream().map(RequestedItem::longText).toList();
    }
}
