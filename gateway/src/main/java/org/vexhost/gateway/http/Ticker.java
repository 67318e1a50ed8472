package org.vexhost.gateway.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at open streams and unfinished bodies every 500 ms, on one thread that never waits. */
final class Ticker implements AutoCloseable {

    static final long PERIOD_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final Set<Ticking> ticking = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread;

    /** Wants to be looked at. */
    @FunctionalInterface
    interface Ticking {
        /** Half a second is over; must not block. */
        void tick(long nanoTime);
    }

    Ticker() {
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread made = new Thread(task, "vexhost-http-ticker");
                            made.setDaemon(true);
                            return made;
                        });
        ScheduledFuture<?> ignored =
                thread.scheduleAtFixedRate(
                        this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    void add(Ticking one) {
        ticking.add(one);
    }

    void remove(Ticking one) {
        ticking.remove(one);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void tick() {
        for (Ticking one : ticking) {
            try {
                one.tick(System.nanoTime());
            } catch (RuntimeException | Error e) {
                LOG.error("a look at a connection failed", e);
            }
        }
    }
}
