package org.vexhost.loader.osgi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.Tool;
import org.vexhost.loader.deploy.Deployer;
import org.vexhost.loader.deploy.javatool.JavaTool;

/** Tracks the tools that bundles register as services, and passes them to the deployer. */
final class JavaToolTracker implements ServiceTrackerCustomizer<Tool, JavaTool>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JavaToolTracker.class);

    private final BundleContext context;
    private final RawToolHooks hooks;
    private final Deployer deployer;
    private final ServiceTracker<Tool, JavaTool> tracker;
    private volatile boolean closing;

    JavaToolTracker(BundleContext context, RawToolHooks hooks, Deployer deployer) {
        this.context = context;
        this.hooks = hooks;
        this.deployer = deployer;
        this.tracker = new ServiceTracker<>(context, Tool.class, this);
    }

    void open() {
        tracker.open();
    }

    @Override
    public @Nullable JavaTool addingService(ServiceReference<Tool> reference) {
        if (!hooks.isRaw(reference)) {
            return null;
        }
        Tool tool = context.getService(reference);
        if (tool == null) {
            return null;
        }
        JavaTool found =
                new JavaTool(
                        "bundle %d (%s) service %s"
                                .formatted(
                                        reference.getBundle().getBundleId(),
                                        reference.getBundle().getSymbolicName(),
                                        reference.getProperty(Constants.SERVICE_ID)),
                        tool);
        deployer.add(found);
        return found;
    }

    @Override
    public void modifiedService(ServiceReference<Tool> reference, JavaTool tool) {
        // Nothing to do: a tool describes itself through its methods, and its service properties
        // are ignored.
    }

    /**
     * Waits until the tool's calls in flight have ended. The wait happens here, on the thread that
     * unregisters the service, because the service can be used only until this method returns. The
     * wait is bounded, because the tool may not return and the thread may hold a lock of the
     * framework.
     */
    @Override
    public void removedService(ServiceReference<Tool> reference, JavaTool tool) {
        CompletableFuture<Void> gone = deployer.remove(tool);
        try {
            if (!closing) {
                gone.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("'{}' was not drained", tool.artifact(), e);
        }
        boolean ignored = context.ungetService(reference);
    }

    /** Stops tracking. The deployer must have drained all tools and must be closed. */
    @Override
    public void close() {
        closing = true;
        tracker.close();
    }
}
