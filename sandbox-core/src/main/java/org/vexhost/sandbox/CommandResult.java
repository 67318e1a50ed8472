package org.vexhost.sandbox;

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
 * @since 1.0
 */
public record CommandResult(OptionalLong exitCode, Optional<ToolError> error, Usage usage) {
    /** Checks that it is one of the two. */
    public CommandResult {
        Objects.requireNonNull(usage, "usage");
        if (exitCode.isPresent() == error.isPresent()) {
            throw new IllegalArgumentException(
                    "command has not exactly one of exit code and error");
        }
    }
}
