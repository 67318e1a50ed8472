package org.vexhost.sandbox.instantiate;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.DenialListener;

/**
 * What all calls of one tool have in common on the host's side.
 *
 * @param tool its name
 * @param logger where its output goes
 * @param isDeterministic whether calls have a fixed clock and a fixed seed
 * @param grants what is granted at this moment
 * @param environment the variables that grants choose from
 * @param denials is told what host functions refused
 */
public record GuestProfile(
        String tool,
        Logger logger,
        boolean isDeterministic,
        Supplier<Grants> grants,
        Supplier<Map<String, String>> environment,
        DenialListener denials) {

    /** Checks that nothing is null. */
    public GuestProfile {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(logger, "logger");
        Objects.requireNonNull(grants, "grants");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(denials, "denials");
    }
}
