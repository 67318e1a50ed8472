package org.vexhost.api;

import java.util.Optional;
import java.util.Set;

/**
 * A source of secrets. To connect a vault, register an implementation as an OSGi service.
 * Implementations must be thread-safe.
 *
 * @since 1.0
 */
public interface SecretSource {

    /** Returns the names of all secrets. Each name matches {@code [A-Z][A-Z0-9_]{0,63}}. */
    Set<String> names();

    /**
     * Returns the current value of a secret. The host calls this method for each request that
     * contains the secret, so a renewed secret takes effect immediately. The method may block
     * briefly.
     *
     * @return a copy of the bytes, which the host overwrites after use; empty if there is no such
     *     secret
     */
    Optional<byte[]> read(String name);
}
