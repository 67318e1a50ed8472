package org.vexhost.sandbox.snapshot;

import java.util.Optional;

/** Keeps snapshots across restarts. Never fails: what cannot be read or written is not there. */
public interface SnapshotStore {

    /** Keeps nothing. */
    SnapshotStore NONE =
            new SnapshotStore() {
                @Override
                public Optional<Snapshot> find(String key) {
                    return Optional.empty();
                }

                @Override
                public void keep(String key, Snapshot snapshot) {
                    // Nothing is kept.
                }

                @Override
                public void drop(String key, String reason) {
                    // Nothing is kept.
                }
            };

    /** Returns what was kept under a key, if it is undamaged. */
    Optional<Snapshot> find(String key);

    /** Keeps something under a key. */
    void keep(String key, Snapshot snapshot);

    /** Throws away what is kept under a key, and says why. */
    void drop(String key, String reason);
}
