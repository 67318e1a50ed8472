package org.vexhost.loader.osgi;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ToolListener;
import org.vexhost.api.ToolStatus;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;
import org.vexhost.loader.work.Worker;

/**
 * Notifies the listeners that bundles register when tools change, on a separate thread. It compares
 * the statuses that a listener was told last with the current ones. It has no queue of events, so
 * memory does not grow if a listener hangs.
 */
final class ToolListeners
        implements ServiceTrackerCustomizer<ToolListener, ToolListener>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolListeners.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final BundleContext context;
    private final ToolRegistry registry;
    private final ToolRegistry.Subscription subscription;
    private final ServiceTracker<ToolListener, ToolListener> tracker;
    private final Map<ToolListener, Map<String, ToolStatus>> told = new ConcurrentHashMap<>();
    private final AtomicBoolean requested = new AtomicBoolean();
    private final ScheduledExecutorService thread = Worker.named("vexhost-listeners");

    ToolListeners(BundleContext context, ToolRegistry registry) {
        this.context = context;
        this.registry = registry;
        this.subscription = registry.subscribe(event -> request());
        this.tracker = new ServiceTracker<>(context, ToolListener.class, this);
        tracker.open();
    }

    @Override
    public @Nullable ToolListener addingService(ServiceReference<ToolListener> reference) {
        ToolListener listener = context.getService(reference);
        if (listener == null) {
            return null;
        }
        told.put(listener, new HashMap<>());
        request();
        return listener;
    }

    @Override
    public void modifiedService(ServiceReference<ToolListener> reference, ToolListener listener) {
        // Nothing to do: the service properties of listeners are ignored.
    }

    @Override
    public void removedService(ServiceReference<ToolListener> reference, ToolListener listener) {
        told.remove(listener);
        boolean ignored = context.ungetService(reference);
    }

    private void request() {
        if (!told.isEmpty() && requested.compareAndSet(false, true)) {
            try {
                thread.execute(this::tellOrRetry);
            } catch (RejectedExecutionException e) {
                LOG.debug("closed: listeners are no longer notified");
            }
        }
    }

    private void tellOrRetry() {
        requested.set(false);
        try {
            tellAll();
        } catch (RuntimeException | Error e) {
            again();
            LOG.error("listeners were not notified of all changes; this is tried again", e);
        }
    }

    private void again() {
        try {
            var ignored = thread.schedule(this::request, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: listeners are no longer notified");
        }
    }

    private void tellAll() {
        Map<String, ToolStatus> now = new LinkedHashMap<>();
        for (ToolEntry entry : registry.all()) {
            now.put(entry.artifact(), entry.status());
        }
        told.forEach((listener, last) -> tell(listener, last, now));
    }

    private static void tell(
            ToolListener listener, Map<String, ToolStatus> last, Map<String, ToolStatus> now) {
        Set<String> gone = new HashSet<>(last.keySet());
        gone.removeAll(now.keySet());
        for (String artifact : gone) {
            tell(listener, Optional.ofNullable(last.remove(artifact)), Optional.empty());
        }
        now.forEach(
                (artifact, status) -> {
                    Optional<ToolStatus> before = Optional.ofNullable(last.put(artifact, status));
                    if (before.filter(status::equals).isEmpty()) {
                        tell(listener, before, Optional.of(status));
                    }
                });
    }

    private static void tell(
            ToolListener listener, Optional<ToolStatus> before, Optional<ToolStatus> after) {
        try {
            listener.changed(before, after);
        } catch (RuntimeException | Error e) {
            LOG.warn("Listener {} failed", listener.getClass().getName(), e);
        }
    }

    @Override
    public void close() {
        subscription.close();
        tracker.close();
        thread.shutdownNow();
        try {
            boolean ignored = thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
