package org.vexhost.api.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.vexhost.api.Capability;

/**
 * Requests of one kind that a tool was denied.
 *
 * @param function the host function
 * @param capability what it needs
 * @param count how often, 1 or more
 * @param last when it was the last time
 * @param subjects what the tool named, the first few different ones; safe to print
 * @param commands of the shell that would allow them, one for each different subject, with words in
 *     capitals where the operator has to decide; safe to print
 * @since 1.0
 */
public record DenialInfo(
        String function,
        Capability capability,
        long count,
        Instant last,
        List<String> subjects,
        List<String> commands) {
    /** Checks that nothing is null, and copies the lists. */
    public DenialInfo {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(capability, "capability");
        Objects.requireNonNull(last, "last");
        subjects = List.copyOf(subjects);
        commands = List.copyOf(commands);
    }
}
