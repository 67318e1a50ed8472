package org.vexhost.sandbox.instantiate;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.vexhost.api.Grants;
import org.vexhost.sandbox.spi.DenialListener;

/**
 * The host's settings for all calls of one tool.
 *
 * @param tool the name of the tool
 * @param logger the logger for the tool's output
 * @param isDeterministic whether calls have a fixed clock and a fixed seed
 * @param grants the source of the current grants
 * @param environment the source of the variables that grants can make visible
 * @param denials the listener for denials by host functions
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
