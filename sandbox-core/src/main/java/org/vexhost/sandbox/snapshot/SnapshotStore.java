package org.vexhost.sandbox.snapshot;

import java.util.Optional;

/**
 * A store that keeps snapshots across restarts of the host. It never throws: a snapshot that cannot
 * be read or written is treated as missing.
 */
public interface SnapshotStore {

    /** A store that is always empty. */
    SnapshotStore NONE =
            new SnapshotStore() {
                @Override
                public Optional<Snapshot> find(String key) {
                    return Optional.empty();
                }

                @Override
                public void keep(String key, Snapshot snapshot) {
                    // Keeps nothing.
                }

                @Override
                public void drop(String key, String reason) {
                    // Keeps nothing.
                }
            };

    /** Returns the snapshot under a key; empty if it is missing or damaged. */
    Optional<Snapshot> find(String key);

    /** Stores a snapshot under a key. */
    void keep(String key, Snapshot snapshot);

    /** Deletes the snapshot under a key, and logs the reason. */
    void drop(String key, String reason);
}
