package org.vexhost.loader.osgi;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.vexhost.api.Tool;
import org.vexhost.loader.deploy.Deployer;
import org.vexhost.loader.deploy.JavaTool;

/** Hands tools that bundles register as services to the deployer. */
final class JavaToolTracker implements ServiceTrackerCustomizer<Tool, JavaTool>, AutoCloseable {

    private final BundleContext context;
    private final RawToolHooks hooks;
    private final Deployer deployer;
    private final ServiceTracker<Tool, JavaTool> tracker;

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
        // A tool says what it is by its methods; its properties do not matter.
    }

    @Override
    public void removedService(ServiceReference<Tool> reference, JavaTool tool) {
        deployer.remove(tool);
        boolean ignored = context.ungetService(reference);
    }

    @Override
    public void close() {
        tracker.close();
    }
}
