package org.vexhost.distribution.launch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes for the first tools while the framework starts. The framework's start uses only
 * one processor, so another one may be free. A bundle names a class in its manifest: a {@link
 * Consumer} with a constructor without parameters, which receives the folder of compiled modules.
 * If preloading fails, the host starts anyway.
 */
final class Preloading {

    /** The manifest header that names the class. */
    static final String HEADER = "Vexhost-Preload";

    private static final Logger LOG = LoggerFactory.getLogger(Preloading.class);

    private Preloading() {}

    /**
     * Begins to load on a separate thread.
     *
     * @param bundles must already be resolved; if two threads resolve at the same time, one of them
     *     fails
     * @param compiled folder of compiled modules
     */
    static void begin(List<Bundle> bundles, Path compiled) {
        begin(bundles, compiled, Thread::start);
    }

    /**
     * Begins to load with a replaceable starter of threads, for tests.
     *
     * @param starter starts a thread, or throws {@link OutOfMemoryError}
     */
    static void begin(List<Bundle> bundles, Path compiled, Consumer<Thread> starter) {
        Map<Bundle, String> wanting = new LinkedHashMap<>();
        for (Bundle bundle : bundles) {
            String name = bundle.getHeaders("").get(HEADER);
            if (name != null && bundle.getState() == Bundle.RESOLVED) {
                wanting.put(bundle, name);
            }
        }
        Runnable all = () -> wanting.forEach((bundle, name) -> preload(bundle, name, compiled));
        Thread thread = new Thread(all, "vexhost-preload");
        thread.setDaemon(true);
        try {
            starter.accept(thread);
        } catch (OutOfMemoryError e) {
            LOG.debug("nothing is preloaded: there is no thread", e);
        }
    }

    @SuppressWarnings("unchecked") // The header names one of the host's own classes.
    private static void preload(Bundle bundle, String name, Path compiled) {
        try {
            Class<?> named = bundle.loadClass(name);
            ((Consumer<Path>) named.getDeclaredConstructor().newInstance()).accept(compiled);
        } catch (Throwable e) {
            LOG.debug("bundle '{}' preloads nothing", bundle, e);
        }
    }
}
