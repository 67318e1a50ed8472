package org.vexhost.sandbox.compile;

import java.util.Optional;
import java.util.OptionalLong;

/** Keeps what compiling gave. Never fails: what cannot be read or written is not there. */
interface GeneratedCodeCache {

    /** Keeps nothing. */
    GeneratedCodeCache NONE =
            new GeneratedCodeCache() {
                @Override
                public Optional<GeneratedCode> find(String key) {
                    return Optional.empty();
                }

                @Override
                public void keep(String key, GeneratedCode code) {
                    // Nothing is kept.
                }
            };

    /** Returns how many bytes are kept under a key, as far as can be seen without reading them. */
    default OptionalLong size(String key) {
        return OptionalLong.empty();
    }

    /** Returns what was kept under a key. */
    Optional<GeneratedCode> find(String key);

    /** Keeps something under a key. */
    void keep(String key, GeneratedCode code);
}
