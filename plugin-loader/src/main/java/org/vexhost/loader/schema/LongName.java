package org.vexhost.loader.schema;

import java.util.Optional;

/**
 * Warns about long tool names, which this host allows but some clients of models may not support.
 */
public final class LongName {

    /** The maximum length of a name that still leaves room for a client's prefix: 50 characters. */
    static final int MAX_LENGTH = 50;

    private LongName() {}

    /**
     * Returns a warning about a tool's name; empty if the name leaves room for a prefix.
     *
     * @param name a name that matches {@link org.vexhost.api.ToolDefinition#NAME}
     */
    public static Optional<String> warningOf(String name) {
        return name.length() <= MAX_LENGTH
                ? Optional.empty()
                : Optional.of(
                        ("Tool '%s': name exceeds %d characters [%d]; clients put a prefix before"
                                        + " names, and models then allow 64 in all")
                                .formatted(name, MAX_LENGTH, name.length()));
    }
}
