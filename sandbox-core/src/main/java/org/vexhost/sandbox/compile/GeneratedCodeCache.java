package org.vexhost.sandbox.compile;

import java.util.Optional;

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

    /** Returns what was kept under a key. */
    Optional<GeneratedCode> find(String key);

    /** Keeps something under a key. */
    void keep(String key, GeneratedCode code);
}
