package org.vexhost.api;

import java.util.Objects;

/**
 * The result of a {@link MeteredTool}, with its usage.
 *
 * @param output the result
 * @param usage what the call used
 * @since 1.0
 */
public record ToolOutput(Json output, Usage usage) {
    /** Checks that nothing is null. */
    public ToolOutput {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(usage, "usage");
    }
}
