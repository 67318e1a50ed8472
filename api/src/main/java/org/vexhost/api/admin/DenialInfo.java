package org.vexhost.api.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.vexhost.api.Capability;

/**
 * The denied requests of a tool, for one host function.
 *
 * @param function the host function
 * @param capability the capability that the function needs
 * @param count how often, 1 or more
 * @param last the time of the latest denial
 * @param subjects what the tool tried to use: the first few different subjects; safe to print
 * @param commands shell commands that would allow the requests, one for each different subject;
 *     words in capitals mark choices of the operator; safe to print
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
