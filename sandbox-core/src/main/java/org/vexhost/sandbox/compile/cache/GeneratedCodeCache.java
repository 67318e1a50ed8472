package org.vexhost.sandbox.compile.cache;

import java.util.List;
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

    /** The maximum number of classes of a load order. */
    int MAX_LOAD_ORDER = 10_000;

    /**
     * Returns the names of the classes that an earlier run of a module loaded first, in order.
     * Empty if they are not known. The names may be any text.
     */
    default List<String> loadOrder(String key) {
        return List.of();
    }

    /**
     * Stores the names of the classes that a run of a module loaded first.
     *
     * @param names at most {@link #MAX_LOAD_ORDER} names
     */
    default void keepLoadOrder(String key, List<String> names) {
        // Keeps nothing.
    }

    /** Returns the entry under a key. */
    Optional<GeneratedCode> find(String key);

    /** Stores an entry under a key. */
    void keep(String key, GeneratedCode code);
}
