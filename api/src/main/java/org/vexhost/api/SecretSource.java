package org.vexhost.api;

import java.util.Optional;
import java.util.Set;

/**
 * Where secrets come from: an OSGi service, so that a vault can be plugged in. Thread-safe.
 *
 * @since 1.0
 */
public interface SecretSource {

    /** The names of the secrets that there are, each {@code [A-Z][A-Z0-9_]{0,63}}. */
    Set<String> names();

    /**
     * A secret as it is now. Called for each request that carries it, so that a renewed one is used
     * at once; may block for a moment.
     *
     * @return its bytes, a copy that the host overwrites after use; empty if there is none
     */
    Optional<byte[]> read(String name);
}
