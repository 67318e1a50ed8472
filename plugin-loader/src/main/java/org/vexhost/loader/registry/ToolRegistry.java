package org.vexhost.loader.registry;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolException;

/** All tools of the host. Thread-safe; reading takes no lock. */
public interface ToolRegistry {

    /** The artifact that calls of {@code name} go to. */
    Optional<ToolEntry> find(String name);

    /**
     * Every artifact, also those that failed or have no name: by name, and for one name its owner
     * first.
     */
    List<ToolEntry> all();

    /**
     * Takes the right to run one call on the version that serves now. The caller closes the lease.
     * A swap of versions never makes this fail.
     *
     * @throws ToolException if none serves: NOT_FOUND, or UNAVAILABLE with DISABLED, DRAINING,
     *     DEPLOYING, DEPLOYMENT_FAILED, APPROVAL_NEEDED or CAPABILITY_NOT_GRANTED
     */
    ToolLease acquire(String name) throws ToolException;

    /** Tells {@code listener} of every change from now on, until the result is closed. */
    Subscription subscribe(RegistryListener listener);

    /** Ends with {@link #close}. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
