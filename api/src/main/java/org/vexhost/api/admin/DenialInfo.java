package org.vexhost.api.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.vexhost.api.Capability;

/**
 * A summary of denials: the requests of one tool that one host function denied.
 *
 * @param function the host function
 * @param capability the capability that the function needs
 * @param count the number of denials, 1 or more
 * @param last the time of the latest denial
 * @param subjects the first few different items that the tool tried to use; safe to print
 * @param commands shell commands that would grant what the requests need, one for each different
 *     subject; the operator must replace words in capitals by a choice; safe to print
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
