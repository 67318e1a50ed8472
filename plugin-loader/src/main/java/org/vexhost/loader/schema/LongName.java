package org.vexhost.loader.schema;

import java.util.Optional;

/** Names that this host allows and that clients of models may not be able to use. */
public final class LongName {

    /** The longest name with room for a prefix: 50 characters. */
    static final int MAX_LENGTH = 50;

    private LongName() {}

    /**
     * What to tell the operator about a tool's name; empty if there is room for a prefix.
     *
     * @param name as {@link org.vexhost.api.ToolDefinition#NAME} has it
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
