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
 * One thread that waits for the disk, so that others need not. What it is asked to do is done in
 * that order. A disk that does not answer holds up this thread alone. Thread-safe.
 */
public final class WriterThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

    /** How long the end of the host waits for what is not written yet. */
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
        // Now: later there may be no thread to be had.
        boolean ignored = executor.prestartCoreThread();
    }

    /**
     * Does something later, after what was asked before.
     *
     * @throws RejectedExecutionException if this is closed
     */
    public void execute(Runnable act) {
        executor.execute(act);
    }

    /**
     * Does something and waits for what it gives. What nobody waits for any more is dropped if it
     * has not begun.
     *
     * @throws TimeoutException if it was not done in time; its message says whether it had begun
     * @throws RejectedExecutionException if this is closed
     */
    public <T> T call(Callable<T> act, Duration longest)
            throws InterruptedException, ExecutionException, TimeoutException {
        return TimedCall.call(executor, act, longest);
    }

    /** Waits for what was asked before, five seconds at most. */
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
