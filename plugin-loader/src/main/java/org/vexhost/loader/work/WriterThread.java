package org.vexhost.loader.work;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes to the disk and waits for it in place of other threads. It runs tasks in
 * the order of submission. If the disk does not respond, only this thread waits. Thread-safe.
 */
public final class WriterThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

    /** How long {@link #close} waits for unfinished writes. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final String name;
    private final ThreadPoolExecutor executor;

    /** Starts the thread. */
    public WriterThread(String name) {
        this.name = name;
        this.executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, name);
                            thread.setDaemon(true);
                            return thread;
                        });
        // The thread is started now, because the system may be unable to create one later.
        boolean ignored = executor.prestartCoreThread();
    }

    /**
     * Queues a task, which runs after all earlier ones. Does not wait for the task.
     *
     * @throws RejectedExecutionException if this object is closed
     */
    public void execute(Runnable act) {
        executor.execute(act);
    }

    /**
     * Queues a task and waits for its result. If the wait ends early, a task that has not started
     * is dropped.
     *
     * @throws TimeoutException if the task did not end in time; the message says whether it had
     *     started
     * @throws RejectedExecutionException if this object is closed
     */
    public <T> T call(Callable<T> act, Duration longest)
            throws InterruptedException, ExecutionException, TimeoutException {
        return TimedCall.call(executor, act, longest);
    }

    /** Waits for earlier tasks, for five seconds at most. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "The disk does not answer: the host ends without writing all of it"
                                + " [thread '{}', {} waiting]",
                        name,
                        executor.getQueue().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
