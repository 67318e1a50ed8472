package org.vexhost.api;

import java.util.Objects;

/**
 * What a {@link MeteredTool} gives back.
 *
 * @param output the result
 * @param usage what producing it used
 * @since 1.0
 */
public record ToolOutput(Json output, Usage usage) {
    /** Checks that nothing is null. */
    public ToolOutput {
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(usage, "usage");
    }
}
