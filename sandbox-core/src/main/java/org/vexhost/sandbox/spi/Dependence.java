package org.vexhost.sandbox.spi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Capability;

/**
 * What a host function's answer depends on, besides the guest that calls it. What a guest learns
 * while it is initialised for a snapshot, it believes in every later call: so only answers count
 * that would be the same in each.
 *
 * @since 1.0
 */
public enum Dependence {
    /** Nothing: the same call has the same answer always, and changes nothing. */
    NOTHING("nothing", null),
    /** The variables that are granted; none, where the tool requests none. */
    ENVIRONMENT("environment variables", Capability.ENVIRONMENT),
    /** The directories that are granted; none, where the tool requests none. */
    DIRECTORIES("the directories that are granted", Capability.FILE_SYSTEM),
    /** A command's arguments. */
    ARGUMENTS("arguments", null),
    /** The time. */
    CLOCK("the clock", null),
    /** Random numbers. */
    ENTROPY("random numbers", null),
    /** What is in files and streams, and where one is in them. */
    FILES("files", null),
    /** Anything else. */
    HOST("the host", null);

    private final String text;
    private final Optional<Capability> capability;

    Dependence(String text, @Nullable Capability capability) {
        this.text = text;
        this.capability = Optional.ofNullable(capability);
    }

    /** For a sentence that begins with "depends on". */
    public String text() {
        return text;
    }

    /** Returns the capability without a request for which the answer is always the same. */
    public Optional<Capability> capability() {
        return capability;
    }
}
