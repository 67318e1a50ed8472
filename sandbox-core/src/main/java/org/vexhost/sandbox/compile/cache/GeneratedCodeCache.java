package org.vexhost.sandbox.compile.cache;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A cache of the results of compiling. It never throws: an entry that cannot be read or written is
 * treated as missing.
 */
public interface GeneratedCodeCache {

    /** A cache that is always empty. */
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
     * Returns the size of the entry under a key, in bytes. Empty if there is no entry, or if its
     * size is not known without reading it.
     */
    default OptionalLong size(String key) {
        return OptionalLong.empty();
    }

    /**
     * Returns the validation of the code of the module under a key. Empty if there is no entry, or
     * if it is not known without reading all of it.
     */
    default Optional<ValidatedCode> validated(String key) {
        return Optional.empty();
    }

    /** Returns the entry under a key. */
    Optional<GeneratedCode> find(String key);

    /** Stores an entry under a key. */
    void keep(String key, GeneratedCode code);
}
