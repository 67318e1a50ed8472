package org.vexhost.sandbox.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;

/**
 * The host state on which a host function's result depends. Whatever a guest learns during
 * initialisation for a snapshot stays in all later calls. Only functions whose results would be the
 * same in each call may therefore run then.
 *
 * @since 1.0
 */
public enum Dependence {
    /** Nothing: the same arguments always give the same result, and nothing changes. */
    NOTHING("nothing", null),
    /** The granted variables; nothing if the tool requests none. */
    ENVIRONMENT("environment variables", Capability.ENVIRONMENT),
    /** The granted directories; nothing if the tool requests none. */
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

    /** Returns text for a sentence that begins with "depends on". */
    public String text() {
        return text;
    }

    /**
     * Returns the capability that makes the result variable: without a request for it, the result
     * is always the same.
     */
    public Optional<Capability> capability() {
        return capability;
    }
}
