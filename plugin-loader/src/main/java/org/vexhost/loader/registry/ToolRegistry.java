package org.vexhost.loader.registry;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolException;

/** All tools of the host. Thread-safe; reading takes no lock. */
public interface ToolRegistry {

    /** Returns the entry of the artifact that owns a name. */
    Optional<ToolEntry> find(String name);

    /**
     * Returns the entries of all artifacts, including failed and nameless ones, ordered by name.
     * The owner of a name precedes other artifacts with that name.
     */
    List<ToolEntry> all();

    /**
     * Acquires the right to run one call on the serving version. The caller must close the lease.
     * This never fails because of an update, even while one version replaces another.
     *
     * @throws ToolException if no version serves: NOT_FOUND, or UNAVAILABLE with DISABLED,
     *     DRAINING, DEPLOYING, DEPLOYMENT_FAILED, APPROVAL_NEEDED or CAPABILITY_NOT_GRANTED
     */
    ToolLease acquire(String name) throws ToolException;

    /** Reports every change from now on to {@code listener}, until the subscription is closed. */
    Subscription subscribe(RegistryListener listener);

    /** A subscription that ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
