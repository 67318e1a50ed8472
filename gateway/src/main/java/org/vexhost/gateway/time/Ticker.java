package org.vexhost.gateway.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread for timed work: it checks all running operations, and runs tasks periodically or after a
 * delay. Tasks must not block. All parts of the gateway share one ticker, because the host may not
 * be able to start many threads. Thread-safe.
 */
@Component(service = Ticker.class)
public final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    /** The period of the shared ticker. */
    private static final long PERIOD_MILLIS = 200;

    private final Set<Ticking> ticking = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread;
    private final long periodMillis;

    /** The schedule of the periods, while there is an object to call; written under the lock. */
    private volatile @Nullable ScheduledFuture<?> periods;

    /** An object that is called in each period. */
    @FunctionalInterface
    public interface Ticking {
        /**
         * Called after each period.
         *
         * @param nanoTime the value of {@link System#nanoTime}
         */
        void tick(long nanoTime);
    }

    /** Creates the shared ticker; called by Declarative Services. */
    @Activate
    public Ticker() {
        this("vexhost-gateway", PERIOD_MILLIS);
    }

    /**
     * Creates a ticker. Its thread starts now, because starting a thread later may fail. The caller
     * has to close the ticker.
     *
     * @param threadName name in thread dumps
     * @param periodMillis time between two calls of each {@link #add added} object; 1 or more.
     *     Without such objects the thread sleeps
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
        this.periodMillis = periodMillis;
    }

    /** Calls an object in each period from now on. */
    public void add(Ticking one) {
        ticking.add(one);
        if (periods == null) {
            begin();
        }
    }

    private synchronized void begin() {
        if (periods == null) {
            try {
                periods =
                        thread.scheduleWithFixedDelay(
                                this::tick, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("closed: nothing is called any more");
            }
        }
    }

    /** Ends the periods. An object that is added meanwhile begins them again, or is seen here. */
    private synchronized void rest() {
        ScheduledFuture<?> running = periods;
        if (running != null && ticking.isEmpty()) {
            periods = null;
            running.cancel(false);
            if (!ticking.isEmpty()) {
                begin();
            }
        }
    }

    /** Stops calling an object. */
    public void remove(Ticking one) {
        ticking.remove(one);
    }

    /** Whether the thread sleeps until an object is added. */
    boolean isResting() {
        return periods == null;
    }

    /**
     * Runs a task periodically. A failure is logged and does not end the schedule.
     *
     * @return ends the schedule when run
     */
    public Runnable every(long millis, Runnable task) {
        ScheduledFuture<?> repeated =
                thread.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
        return () -> repeated.cancel(false);
    }

    /** Runs a task once, after a delay. */
    public void later(long millis, Runnable task) {
        ScheduledFuture<?> ignored = thread.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        for (Ticking one : ticking) {
            guarded(() -> one.tick(now)).run();
        }
        rest();
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a timed task failed", e);
            }
        };
    }

    @Override
    @Deactivate
    public void close() {
        thread.shutdownNow();
    }
}
