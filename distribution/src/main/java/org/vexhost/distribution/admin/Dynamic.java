package org.vexhost.distribution.admin;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** A service that may come and go. */
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

    /** The service, if it is there now. */
    Optional<T> get() {
        return Optional.ofNullable(tracker.getService());
    }

    /** All services of the type that are there now. */
    List<T> all() {
        return List.copyOf(tracker.getTracked().values());
    }

    @Override
    public void close() {
        tracker.close();
    }
}
