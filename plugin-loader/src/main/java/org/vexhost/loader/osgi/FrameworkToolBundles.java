package org.vexhost.loader.osgi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;
import org.vexhost.loader.deploy.bundle.ToolBundles;
import org.vexhost.loader.deploy.store.Durability;

/**
 * Represents tools as bundles of the framework, each at a fixed location. If an operator starts,
 * stops or uninstalls such a bundle in the shell, this also applies to its tool.
 */
final class FrameworkToolBundles implements ToolBundles, SynchronousBundleListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FrameworkToolBundles.class);
    private static final String LOCATION_PREFIX = "vexhost-tool:";

    private final BundleContext context;
    private final Map<String, Bundle> bundles = new ConcurrentHashMap<>();

    /** Tools whose bundle an operator uninstalled. They have no bundle until they are enabled. */
    private final Set<String> unwanted = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Listener listener;

    /**
     * The thread that is changing bundles for this class. Its events do not come from an operator.
     */
    private volatile @Nullable Thread actor;

    FrameworkToolBundles(BundleContext context) {
        this.context = context;
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getLocation().startsWith(LOCATION_PREFIX)) {
                bundles.put(toolOf(bundle), bundle);
            }
        }
        context.addBundleListener(this);
    }

    /** An operation on the framework. */
    @FunctionalInterface
    private interface Act {
        void run() throws BundleException, IOException;
    }

    private void act(Act act) throws IOException {
        actor = Thread.currentThread();
        try {
            act.run();
        } catch (BundleException | IllegalStateException e) {
            throw new IOException(MessageText.escape(String.valueOf(e.getMessage()), 200), e);
        } finally {
            actor = null;
        }
    }

    @Override
    public void listen(Listener added) {
        listener = added;
    }

    @Override
    public void put(Content content, Run run) throws IOException {
        String tool = content.tool();
        if (run == Run.STARTED) {
            unwanted.remove(tool);
        } else if (unwanted.contains(tool)) {
            return;
        }
        act(
                () -> {
                    Bundle bundle = bundles.get(tool);
                    if (bundle == null) {
                        bundle =
                                context.installBundle(
                                        LOCATION_PREFIX + tool,
                                        new ByteArrayInputStream(BundleJar.of(content)));
                        bundles.put(tool, bundle);
                    } else if (!content.digest()
                            .equals(bundle.getHeaders("").get(BundleJar.DIGEST))) {
                        bundle.update(new ByteArrayInputStream(BundleJar.of(content)));
                    }
                    run(bundle, run);
                });
    }

    private static void run(Bundle bundle, Run run) throws BundleException {
        boolean running = (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) != 0;
        if (run == Run.STARTED && !running) {
            bundle.start();
        } else if (run == Run.STOPPED
                && (running || bundle.adapt(BundleStartLevel.class).isPersistentlyStarted())) {
            bundle.stop();
        }
    }

    @Override
    public void uninstall(String tool) {
        unwanted.remove(tool);
        Bundle bundle = bundles.remove(tool);
        if (bundle == null) {
            return;
        }
        try {
            act(bundle::uninstall);
        } catch (IOException e) {
            LOG.warn("Bundle of tool '{}' is not uninstalled [{}]", tool, e.getMessage());
        }
    }

    @Override
    public void retain(Set<String> tools) {
        for (String tool : bundles.keySet()) {
            if (!tools.contains(tool)) {
                uninstall(tool);
            }
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        Listener told = listener;
        if (told == null
                || Thread.currentThread() == actor
                || !bundle.getLocation().startsWith(LOCATION_PREFIX)
                || isFrameworkStopping()) {
            return;
        }
        String tool = toolOf(bundle);
        switch (event.getType()) {
            case BundleEvent.STARTED -> told.changed(tool, Run.STARTED, Durability.PERSISTENT);
            case BundleEvent.STOPPED -> told.changed(tool, Run.STOPPED, durability(bundle));
            case BundleEvent.UNINSTALLED -> {
                bundles.remove(tool, bundle);
                unwanted.add(tool);
                told.changed(tool, Run.STOPPED, Durability.PERSISTENT);
            }
            default -> {
                // Resolving and updating do not affect callers.
            }
        }
    }

    private static Durability durability(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level != null && level.isPersistentlyStarted()
                ? Durability.TRANSIENT
                : Durability.PERSISTENT;
    }

    /**
     * Whether the framework is stopping. It then stops every bundle, which must not disable the
     * tools.
     */
    private boolean isFrameworkStopping() {
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        return framework == null || framework.getState() != Bundle.ACTIVE;
    }

    private static String toolOf(Bundle bundle) {
        return bundle.getLocation().substring(LOCATION_PREFIX.length());
    }

    @Override
    public void close() {
        listener = null;
        context.removeBundleListener(this);
    }
}
