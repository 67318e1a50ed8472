package org.vexhost.loader.shell.text;

import java.util.ArrayList;
import java.util.List;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.VersionInfo;

/** Formats the requests of a tool. */
public final class Requested {

    private static final int MAX_LENGTH = 300;

    private Requested() {}

    public static String text(VersionInfo version) {
        List<String> parts = new ArrayList<>();
        for (CapabilityRequest request : version.requested()) {
            List<String> values = values(request);
            String key = request.capability().key();
            parts.add(
                    values.isEmpty()
                            ? key
                            : key + " " + TerminalText.line(String.join(", ", values), MAX_LENGTH));
        }
        return parts.isEmpty() ? "nothing but computing" : String.join("; ", parts);
    }

    /** Returns the requested values of a capability, in the form of {@code vex:grant}. */
    public static List<String> values(CapabilityRequest request) {
        return request.items().stream().map(CapabilityRequest.Item::text).toList();
    }
}
