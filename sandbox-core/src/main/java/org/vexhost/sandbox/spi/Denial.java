package org.vexhost.sandbox.spi;

import java.util.Objects;
import org.vexhost.api.Capability;

/**
 * A request that a host function denied because a grant is missing.
 *
 * @param tool the tool
 * @param function the host function, for example {@code path_open}
 * @param capability the missing capability
 * @param subject what the guest requested, such as a variable, a path or an origin; guest text,
 *     escaped and shortened
 * @since 1.0
 */
public record Denial(String tool, String function, Capability capability, String subject) {
    /** Checks that nothing is null. */
    public Denial {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(capability, "capability");
        Objects.requireNonNull(subject, "subject");
    }
}
