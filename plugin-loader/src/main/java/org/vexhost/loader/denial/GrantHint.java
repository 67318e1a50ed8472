package org.vexhost.loader.denial;

import java.util.List;
import org.vexhost.api.Capability;
import org.vexhost.loader.capability.CapabilityTypes;

/** Suggests the command that would allow a denied request. */
public final class GrantHint {

    private GrantHint() {}

    /**
     * Returns the command. Where the operator must decide, it has placeholders in capitals.
     *
     * @param tool the tool's name
     * @param capability the missing capability
     * @param subject the requested item, as the tool named it
     */
    public static String command(String tool, Capability capability, String subject) {
        return CapabilityTypes.all().of(capability).hint(tool, subject);
    }

    /** Returns the commands for all subjects of a kind of denials, without duplicates. */
    public static List<String> commands(String tool, Denials.Kind kind) {
        List<String> subjects = kind.subjects().isEmpty() ? List.of("") : kind.subjects();
        return subjects.stream()
                .map(each -> command(tool, kind.capability(), each))
                .distinct()
                .toList();
    }
}
