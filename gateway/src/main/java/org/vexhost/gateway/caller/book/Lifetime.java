package org.vexhost.gateway.caller.book;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.gateway.caller.CallerAccess;

/**
 * The time until an access ends. Ends once, and then runs the registered callbacks. Thread-safe.
 */
final class Lifetime {

    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    private volatile boolean hasEnded;

    /** Guarded by this. */
    private final Set<Runnable> callbacks = Collections.newSetFromMap(new IdentityHashMap<>());

    boolean isEnded() {
        return hasEnded;
    }

    void end() {
        List<Runnable> called;
        synchronized (this) {
            if (hasEnded) {
                return;
            }
            hasEnded = true;
            called = List.copyOf(callbacks);
            callbacks.clear();
        }
        called.forEach(Lifetime::call);
    }

    CallerAccess.Registration onEnd(Runnable callback) {
        synchronized (this) {
            if (!hasEnded) {
                // The same callback may be registered twice, and each registration must be
                // removable on its own.
                Runnable own = () -> callback.run();
                callbacks.add(own);
                return () -> {
                    synchronized (this) {
                        callbacks.remove(own);
                    }
                };
            }
        }
        call(callback);
        return () -> {};
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.error("a callback at the end of a caller's access failed", e);
        }
    }
}
