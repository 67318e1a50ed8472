package org.vexhost.distribution.admin;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** A service that may be registered and unregistered at any time. */
final class Dynamic<T> implements AutoCloseable {

    private final ServiceTracker<T, T> tracker;

    private Dynamic(ServiceTracker<T, T> tracker) {
        this.tracker = tracker;
    }

    static <T> Dynamic<T> of(BundleContext context, Class<T> type) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        return new Dynamic<>(tracker);
    }

    /** Returns the service; empty if it is not registered now. */
    Optional<T> get() {
        return Optional.ofNullable(tracker.getService());
    }

    /** Returns all services of this type that are registered now. */
    List<T> all() {
        return List.copyOf(tracker.getTracked().values());
    }

    @Override
    public void close() {
        tracker.close();
    }
}
