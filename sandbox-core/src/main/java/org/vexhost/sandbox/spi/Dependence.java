package org.vexhost.sandbox.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;

/**
 * The kind of state on which a host function's result depends. A snapshot carries everything that a
 * guest learns during its initialisation into all later calls. During initialisation, a guest may
 * therefore call only functions whose results would be the same in each call.
 *
 * @since 1.0
 */
public enum Dependence {
    /**
     * Nothing: the same arguments always give the same result, and the function has no other
     * effect.
     */
    NOTHING("nothing", null),
    /**
     * The granted environment variables. If the tool requests none, the result is always the same.
     */
    ENVIRONMENT("environment variables", Capability.ENVIRONMENT),
    /** The granted directories. If the tool requests none, the result is always the same. */
    DIRECTORIES("the directories that are granted", Capability.FILE_SYSTEM),
    /** The arguments of a command. */
    ARGUMENTS("arguments", null),
    /** The time. */
    CLOCK("the clock", null),
    /** Random numbers. */
    ENTROPY("random numbers", null),
    /** The contents of files and streams, and positions in them. */
    FILES("files", null),
    /** Any other state of the host. */
    HOST("the host", null);

    private final String text;
    private final Optional<Capability> capability;

    Dependence(String text, @Nullable Capability capability) {
        this.text = text;
        this.capability = Optional.ofNullable(capability);
    }

    /** Returns the rest of a sentence that begins with "depends on". */
    public String text() {
        return text;
    }

    /**
     * Returns the capability that makes the result vary. If the tool does not request it, the
     * result is always the same.
     */
    public Optional<Capability> capability() {
        return capability;
    }
}
