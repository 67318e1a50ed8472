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
 * Loads what the first tools will need while the framework starts: that takes one processor, and
 * leaves the others idle. A bundle names what to run in its manifest: a {@link Consumer} with a
 * constructor that takes nothing, which is told where compiled modules are kept. Whatever comes of
 * it, nothing depends on it.
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
     * @param compiled where compiled modules are kept
     */
    static void begin(List<Bundle> bundles, Path compiled) {
        begin(bundles, compiled, Thread::start);
    }

    /**
     * With something between this and the system, for tests.
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

    @SuppressWarnings("unchecked") // What the header names is one of ours.
    private static void preload(Bundle bundle, String name, Path compiled) {
        try {
            Class<?> named = bundle.loadClass(name);
            ((Consumer<Path>) named.getDeclaredConstructor().newInstance()).accept(compiled);
        } catch (Throwable e) {
            LOG.debug("bundle '{}' preloads nothing", bundle, e);
        }
    }
}
