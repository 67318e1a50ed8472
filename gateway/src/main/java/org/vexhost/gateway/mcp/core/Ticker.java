package org.vexhost.gateway.mcp.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread for what happens by time: it looks at all calls that run. */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final long PERIOD_MILLIS = 200;

    private final Set<RunningCall> calls = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread;

    Ticker() {
        ScheduledThreadPoolExecutor one =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread made = new Thread(task, "vexhost-mcp");
                            made.setDaemon(true);
                            return made;
                        });
        one.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.thread = one;
        every(PERIOD_MILLIS, this::tick);
    }

    void add(RunningCall call) {
        calls.add(call);
    }

    void remove(RunningCall call) {
        calls.remove(call);
    }

    void every(long millis, Runnable task) {
        ScheduledFuture<?> ignored =
                thread.scheduleWithFixedDelay(guarded(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    void later(long millis, Runnable task) {
        ScheduledFuture<?> ignored = thread.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        for (RunningCall call : calls) {
            try {
                call.tick(now);
            } catch (RuntimeException e) {
                LOG.warn("progress of a call cannot be sent", e);
            }
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("periodic work of MCP failed", e);
            }
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
