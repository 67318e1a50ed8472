package org.vexhost.loader.deploy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that decides what is deployed. Everything that changes the state of tools runs on
 * it, one step after the other; nothing on it waits for a tool, a compiler or a caller.
 */
final class Control implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final ScheduledThreadPoolExecutor executor;

    Control() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "vexhost-deploy");
                            thread.setDaemon(true);
                            return thread;
                        });
        // Now: a step that finds no thread would be lost.
        int ignored = executor.prestartAllCoreThreads();
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs a step soon. Does nothing when closed. */
    void execute(Runnable step) {
        Runnable ignored = after(Duration.ZERO, step);
    }

    /**
     * Runs a step after a while. Does nothing when closed.
     *
     * @return takes it back, and with it whatever it holds
     */
    Runnable after(Duration delay, Runnable step) {
        try {
            Future<?> later =
                    executor.schedule(guarded(step), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> {
                boolean ignored = later.cancel(false);
            };
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: a step is left out");
            return () -> {};
        }
    }

    /** Runs a step soon and waits for what it gives. */
    <T> T call(Callable<T> step) throws InterruptedException, ExecutionException {
        return executor.submit(step).get();
    }

    private static Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                LOG.error("deployment met an error; it goes on", e);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            boolean ignored = executor.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
