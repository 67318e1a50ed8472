package org.vexhost.sandbox;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.ToolError;
import org.vexhost.api.Usage;

/**
 * How a command ended: by itself, or by an error.
 *
 * @param exitCode unsigned 32 bits, if it ended by itself
 * @param error otherwise: a trap, a limit, an interruption
 * @param usage what it used
 * @param compileTime how long it took until it could start: checked, compiled or found in the cache
 * @param runTime how long it ran
 * @since 1.0
 */
public record CommandResult(
        OptionalLong exitCode,
        Optional<ToolError> error,
        Usage usage,
        Duration compileTime,
        Duration runTime) {
    /** Checks that it is one of the two. */
    public CommandResult {
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(compileTime, "compileTime");
        Objects.requireNonNull(runTime, "runTime");
        if (exitCode.isPresent() == error.isPresent()) {
            throw new IllegalArgumentException(
                    "command has not exactly one of exit code and error");
        }
    }
}
