package org.vexhost.loader.denial;

import java.util.List;
import org.vexhost.api.Capability;
import org.vexhost.loader.capability.CapabilityTypes;

/** The command that would allow what was denied. */
public final class GrantHint {

    private GrantHint() {}

    /**
     * The command, with words in capitals where the operator has to decide.
     *
     * @param tool its name
     * @param capability what is missing
     * @param subject what of it the tool named
     */
    public static String command(String tool, Capability capability, String subject) {
        return CapabilityTypes.all().of(capability).hint(tool, subject);
    }

    /** A command for each thing that was denied, as far as they differ. */
    public static List<String> commands(String tool, Denials.Kind kind) {
        List<String> subjects = kind.subjects().isEmpty() ? List.of("") : kind.subjects();
        return subjects.stream()
                .map(each -> command(tool, kind.capability(), each))
                .distinct()
                .toList();
    }
}
