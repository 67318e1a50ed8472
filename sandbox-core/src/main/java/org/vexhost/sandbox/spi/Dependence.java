package org.vexhost.sandbox.spi;

import java.util.Set;
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
    NOTHING("nothing"),
    /**
     * The granted environment variables, including those for granted secrets. If the tool requests
     * neither variables nor secrets, the result is always the same.
     */
    ENVIRONMENT("environment variables", Capability.ENVIRONMENT, Capability.SECRET),
    /** The granted directories. If the tool requests none, the result is always the same. */
    DIRECTORIES("the directories that are granted", Capability.FILE_SYSTEM),
    /** The arguments of a command. */
    ARGUMENTS("arguments"),
    /** The time. */
    CLOCK("the clock"),
    /** Random numbers. */
    ENTROPY("random numbers"),
    /** The contents of files and streams, and positions in them. */
    FILES("files"),
    /** Any other state of the host. */
    HOST("the host");

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // The set is immutable.
    private final Set<Capability> capabilities;

    Dependence(String text, Capability... capabilities) {
        this.text = text;
        this.capabilities = Set.of(capabilities);
    }

    /** Returns the rest of a sentence that begins with "depends on". */
    public String text() {
        return text;
    }

    /**
     * Returns the capabilities that make the result vary. If the tool requests none of them, the
     * result is always the same. If the set is empty, the result may vary for every tool.
     */
    public Set<Capability> capabilities() {
        return capabilities;
    }
}
