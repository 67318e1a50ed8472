package org.vexhost.sandbox.compile;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Caches the results of compiling. It never fails: an entry that cannot be read or written counts
 * as missing.
 */
interface GeneratedCodeCache {

    /** A cache that keeps nothing. */
    GeneratedCodeCache NONE =
            new GeneratedCodeCache() {
                @Override
                public Optional<GeneratedCode> find(String key) {
                    return Optional.empty();
                }

                @Override
                public void keep(String key, GeneratedCode code) {
                    // Keeps nothing.
                }
            };

    /**
     * Returns the size of the entry under a key, as far as it is known without reading the entry.
     */
    default OptionalLong size(String key) {
        return OptionalLong.empty();
    }

    /** Returns the entry under a key. */
    Optional<GeneratedCode> find(String key);

    /** Stores an entry under a key. */
    void keep(String key, GeneratedCode code);
}
