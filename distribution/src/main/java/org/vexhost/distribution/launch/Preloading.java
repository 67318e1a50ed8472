package org.vexhost.distribution.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Begins, on a thread of its own.
     *
     * @param bundles resolved already: two threads that resolve get into each other's way, and one
     *     of them fails
     */
    static void begin(List<Bundle> bundles) {
        Map<Bundle, String> wanting = new LinkedHashMap<>();
        for (Bundle bundle : bundles) {
            String name = bundle.getHeaders("").get(HEADER);
            if (name != null && bundle.getState() == Bundle.RESOLVED) {
                wanting.put(bundle, name);
            }
        }
        Thread thread = new Thread(() -> wanting.forEach(Preloading::preload), "vexhost-preload");
        thread.setDaemon(true);
        thread.start();
    }

    private static void preload(Bundle bundle, String name) {
        try {
            Class<?> named = bundle.loadClass(name);
            ((Runnable) named.getDeclaredConstructor().newInstance()).run();
        } catch (Throwable e) {
            LOG.debug("bundle '{}' preloads nothing", bundle, e);
        }
    }
}
