package org.vexhost.distribution.launch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops all bundles on the caller's thread, in the same order as the framework would. Used if the
 * framework cannot start a thread for this. The bundles are started again with the framework.
 */
final class BundleStopper {

    private static final Logger LOG = LoggerFactory.getLogger(BundleStopper.class);

    private final BundleContext context;

    BundleStopper(BundleContext context) {
        this.context = context;
    }

    void stopAll() {
        List<Bundle> bundles = new ArrayList<>(List.of(context.getBundles()));
        bundles.removeIf(bundle -> bundle.getBundleId() == 0);
        Comparator<Bundle> order =
                Comparator.comparingInt(BundleStopper::level).thenComparing(Bundle::getBundleId);
        bundles.sort(order.reversed());
        for (Bundle bundle : bundles) {
            try {
                bundle.stop(Bundle.STOP_TRANSIENT);
            } catch (BundleException | RuntimeException | OutOfMemoryError e) {
                LOG.warn("bundle '{}' does not stop", bundle, e);
            }
        }
    }

    private static int level(Bundle bundle) {
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        return level == null ? 0 : level.getStartLevel();
    }
}
