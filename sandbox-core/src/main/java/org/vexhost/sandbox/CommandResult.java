package org.vexhost.sandbox;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexhost.api.ToolError;
import org.vexhost.api.Usage;

/**
 * The end of a command: an exit code or an error.
 *
 * @param exitCode the exit code, unsigned 32 bits, if the command ended by itself
 * @param error the error otherwise: a trap, a limit, an interruption
 * @param usage what the command used
 * @param compileTime the time before the command could start: for checking the module, and for
 *     compiling it or loading it from the cache
 * @param runTime how long the command ran
 * @since 1.0
 */
public record CommandResult(
        OptionalLong exitCode,
        Optional<ToolError> error,
        Usage usage,
        Duration compileTime,
        Duration runTime) {
    /** Checks that exactly one of exit code and error is present. */
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
