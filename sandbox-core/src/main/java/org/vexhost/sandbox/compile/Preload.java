package org.vexhost.sandbox.compile;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.sandbox.compile.cache.GeneratedCodeCache;

/**
 * Loads classes of a module from the cache in advance, on a separate thread: the classes that an
 * earlier run loaded in its first seconds. A run that loads many more is remembered instead.
 * Otherwise, the thread of a run loads each class when it first needs it, which takes long for a
 * large program. Thread-safe.
 */
final class Preload {

    private static final Logger LOG = LoggerFactory.getLogger(Preload.class);

    /** The number of classes below which a preload would gain nothing. */
    private static final int MIN_CLASSES = 32;

    /** A stored order is replaced by one with this many times as many classes. */
    private static final double GROWTH = 1.25;

    private final GeneratedCodeCache cache;
    private final String key;
    private final GuestClassLoader loader;
    private final AtomicBoolean hasBegun = new AtomicBoolean();

    /** The number of classes in the stored order, or -1 if it was not read yet. */
    private volatile int known = -1;

    private volatile boolean hasEnded;

    /**
     * Creates a preload.
     *
     * @param cache the cache that the module came from
     * @param key the key of its entry
     * @param loader the class loader of the module
     */
    Preload(GeneratedCodeCache cache, String key, GuestClassLoader loader) {
        this.cache = cache;
        this.key = key;
        this.loader = loader;
    }

    /** Begins to load classes that the run will probably need. Returns immediately. */
    void begin() {
        if (!hasBegun.compareAndSet(false, true)) {
            return;
        }
        loader.record();
        Thread thread = new Thread(this::load, "vexhost-load-classes");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            LOG.debug("no thread to load classes in advance", e);
        }
    }

    private void load() {
        try {
            List<String> order = cache.loadOrder(key);
            known = order.size();
            for (String name : order) {
                if (hasEnded) {
                    return;
                }
                loader.preload(name);
            }
            LOG.debug(
                    "{} classes were loaded in advance, {} are left", order.size(), loader.left());
        } catch (RuntimeException | Error e) {
            // If the run needs the same class, it gets the same error.
            LOG.debug("classes are no longer loaded in advance", e);
        }
    }

    /** Stops loading, and stores which classes the run needed, for the next process. */
    void end() {
        if (hasEnded) {
            return;
        }
        hasEnded = true;
        List<String> loaded = loader.recorded();
        if (loaded.size() >= MIN_CLASSES && loaded.size() > known() * GROWTH) {
            cache.keepLoadOrder(key, loaded);
        }
    }

    private int known() {
        // The thread may be late, or there may be none.
        int size = known;
        return size < 0 ? cache.loadOrder(key).size() : size;
    }
}
