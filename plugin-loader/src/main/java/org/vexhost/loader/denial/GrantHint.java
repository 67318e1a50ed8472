package org.vexhost.loader.denial;

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
}
