package org.vexhost.gateway.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for what happens by time: it looks at all that runs, and does work now and then. What
 * it is given must not block. All parts of the gateway share one, since a host may have few threads
 * left. Thread-safe.
 */
@Component(service = Ticker.class)
public final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    /** How often the one that all share looks at everything. */
    private static final long PERIOD_MILLIS = 200;

    private final Set<Ticking> ticking = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread;

    /** Wants to be looked at. */
    @FunctionalInterface
    public interface Ticking {
        /**
         * Another period is over.
         *
         * @param nanoTime as {@link System#nanoTime} says it
         */
        void tick(long nanoTime);
    }

    /** Made by the framework. */
    @Activate
    public Ticker() {
        this("vexhost-gateway", PERIOD_MILLIS);
    }

    /**
     * Starts the thread: later there may be none to be had. To be closed.
     *
     * @param threadName for dumps
     * @param periodMillis between two looks at each thing that was {@link #add added}; 1 or more
     */
    public Ticker(String threadName, long periodMillis) {
        ScheduledThreadPoolExecutor one =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread made = new Thread(task, threadName);
                            made.setDaemon(true);
                            return made;
                        });
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        one.setRemoveOnCancelPolicy(true);
        if (!one.prestartCoreThread()) {
            LOG.debug("{} exists", threadName);
        }
        this.thread = one;
        Runnable ignored = every(periodMillis, this::tick);
    }

    /** Looks at something from now on. */
    public void add(Ticking one) {
        ticking.add(one);
    }

    /** Looks at it no more. */
    public void remove(Ticking one) {
        ticking.remove(one);
    }

    /**
     * Does something now and then; a failure is logged and does not end it.
     *
     * @return ends it
     */
    public Runnable every(long millis, Runnable task) {
        ScheduledFuture<?> repeated =
                thread.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
        return () -> repeated.cancel(false);
    }

    /** Does something once, after a time. */
    public void later(long millis, Runnable task) {
        ScheduledFuture<?> ignored = thread.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        for (Ticking one : ticking) {
            guarded(() -> one.tick(now)).run();
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("work that is done by time failed", e);
            }
        };
    }

    @Override
    @Deactivate
    public void close() {
        thread.shutdownNow();
    }
}
