package org.vexhost.http.exchange;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks open requests 50 times a second while there are any. It ends requests whose deadline has
 * passed or whose grant was revoked, even if no other thread is free to notice this. Thread-safe.
 */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long PERIOD_MILLIS = 20;

    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    job -> {
                        Thread made = new Thread(job, "http-watch");
                        made.setDaemon(true);
                        return made;
                    });
    private @Nullable ScheduledFuture<?> ticking;

    synchronized void add(Exchange exchange) {
        open.add(exchange);
        if (ticking == null) {
            ticking =
                    thread.scheduleWithFixedDelay(
                            this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        open.removeIf(exchange -> !stillOpen(exchange, now));
        rest();
    }

    private static boolean stillOpen(Exchange exchange, long now) {
        try {
            return exchange.tick(now);
        } catch (RuntimeException | Error e) {
            // The next check follows soon, so a failure needs no other handling.
            LOG.warn("checking an open request failed", e);
            return true;
        }
    }

    private synchronized void rest() {
        if (open.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
