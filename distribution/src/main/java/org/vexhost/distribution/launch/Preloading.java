package org.vexhost.distribution.launch;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what the first tools will need while the framework starts: that takes one processor, and
 * leaves the others idle. A bundle names what to run in its manifest, a {@link Runnable} with a
 * constructor that takes nothing. Whatever comes of it, nothing depends on it.
 */
final class Preloading {

    /** The header that names the class. */
    static final String HEADER = "Vexhost-Preload";

    private static final Logger LOG = LoggerFactory.getLogger(Preloading.class);

    private Preloading() {}

    /** Begins, on a thread of its own. */
    static void begin(List<Bundle> bundles) {
        List<Bundle> wanting = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders().get(HEADER) != null) {
                wanting.add(bundle);
            }
        }
        Thread thread = new Thread(() -> wanting.forEach(Preloading::preload), "vexhost-preload");
        thread.setDaemon(true);
        thread.start();
    }

    private static void preload(Bundle bundle) {
        try {
            Class<?> named = bundle.loadClass(bundle.getHeaders().get(HEADER));
            ((Runnable) named.getDeclaredConstructor().newInstance()).run();
        } catch (Throwable e) {
            LOG.debug("bundle '{}' preloads nothing", bundle, e);
        }
    }
}
