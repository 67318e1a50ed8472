package org.vexhost.loader.registry;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolException;

/** All tools of the host. Thread-safe; reading takes no lock. */
public interface ToolRegistry {

    /** Returns the artifact that calls of {@code name} go to. */
    Optional<ToolEntry> find(String name);

    /**
     * Returns every artifact, including failed and nameless ones, ordered by name; the owner of a
     * name comes first.
     */
    List<ToolEntry> all();

    /**
     * Acquires the right to run one call on the serving version. The caller must close the lease. A
     * swap of versions never makes this fail.
     *
     * @throws ToolException if no version serves: NOT_FOUND, or UNAVAILABLE with DISABLED,
     *     DRAINING, DEPLOYING, DEPLOYMENT_FAILED, APPROVAL_NEEDED or CAPABILITY_NOT_GRANTED
     */
    ToolLease acquire(String name) throws ToolException;

    /** Notifies {@code listener} of every change from now on, until the result is closed. */
    Subscription subscribe(RegistryListener listener);

    /** A subscription that ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
