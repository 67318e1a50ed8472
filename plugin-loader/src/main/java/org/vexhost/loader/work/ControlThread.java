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
 * The single thread that decides what is deployed. Every change of a tool's state runs on this
 * thread, one step after the other. No step may wait for a tool, a compiler, a caller or a disk.
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
        // The thread is started now, because the system may be unable to create one later.
        executor.prestartCoreThread();
    }

    /** Queues a step. Does nothing if this object is closed. */
    public void execute(Runnable step) {
        Runnable ignored = after(Duration.ZERO, step);
    }

    /**
     * Runs a step after a delay. Does nothing if this object is closed.
     *
     * @return cancels the step and releases everything that the step references
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

    /** Queues a step. If there is not enough memory to queue it, waits until there is. */
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

    /** Runs a step periodically, even after it has thrown an exception. */
    public void every(Duration interval, Runnable step) {
        var ignored =
                executor.scheduleWithFixedDelay(
                        guarded(step),
                        interval.toNanos(),
                        interval.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** Queues a step and waits for its result. */
    public <T> T call(Callable<T> step) throws InterruptedException, ExecutionException {
        return executor.submit(step).get();
    }

    /**
     * Queues a step and waits for its result. If the time limit or an interrupt ends the wait
     * early, a step that has not started is dropped.
     *
     * @throws TimeoutException if the step did not end in time; the message says whether it had
     *     started
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

    /** Logs a failure, if there is enough memory for a log line. */
    private static void complain(Throwable e) {
        try {
            LOG.error("a step of deployment failed; deployment continues", e);
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
