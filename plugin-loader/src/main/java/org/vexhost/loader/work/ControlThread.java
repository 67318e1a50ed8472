package org.vexhost.loader.work;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that decides what is deployed. Everything that changes the state of tools runs on
 * it, one step after the other; nothing on it waits for a tool, a compiler, a caller, or a disk.
 */
public final class ControlThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);

    private static final Duration NO_MEMORY_RETRY = Duration.ofMillis(100);

    private final ScheduledThreadPoolExecutor executor;

    public ControlThread() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "vexhost-deploy");
                            thread.setDaemon(true);
                            return thread;
                        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // Later there may be no thread to be had.
        executor.prestartCoreThread();
    }

    /** Runs a step soon. Does nothing when closed. */
    public void execute(Runnable step) {
        Runnable ignored = after(Duration.ZERO, step);
    }

    /**
     * Runs a step after a while. Does nothing when closed.
     *
     * @return takes it back, and with it whatever it holds
     */
    public Runnable after(Duration delay, Runnable step) {
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

    /** Runs a step soon. Where there is no memory to note that down, waits until there is. */
    public void deliver(Runnable step) {
        while (true) {
            try {
                execute(step);
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(NO_MEMORY_RETRY.toNanos());
            }
        }
    }

    /** Runs a step again and again, whatever it throws. */
    public void every(Duration interval, Runnable step) {
        var ignored =
                executor.scheduleWithFixedDelay(
                        guarded(step),
                        interval.toNanos(),
                        interval.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** Runs a step soon and waits for what it gives. */
    public <T> T call(Callable<T> step) throws InterruptedException, ExecutionException {
        return executor.submit(step).get();
    }

    /**
     * Runs a step soon and waits for what it gives. A step that nobody waits for any more, because
     * the time is up or the thread was interrupted, is dropped if it has not begun.
     *
     * @throws TimeoutException if it was not done in time; its message says whether it had begun
     */
    public <T> T call(Callable<T> step, Duration longest)
            throws InterruptedException, ExecutionException, TimeoutException {
        return TimedCall.call(executor, step, longest);
    }

    private static Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                complain(e);
            }
        };
    }

    /** There may be too little memory for a line in the log. */
    private static void complain(Throwable e) {
        try {
            LOG.error("deployment met an error; it continues", e);
        } catch (OutOfMemoryError again) {
            LockSupport.parkNanos(NO_MEMORY_RETRY.toNanos());
        }
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
