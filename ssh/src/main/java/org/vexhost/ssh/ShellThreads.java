package org.vexhost.ssh;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs shell sessions, each on a thread of its own, up to a maximum. Thread-safe. */
final class ShellThreads implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration MAX_END = Duration.ofSeconds(2);
    private static final long STEP_MILLIS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ShellThreads.class);

    private final Semaphore permits;
    private final ThreadPoolExecutor pool;
    private final Set<ChannelCommand> running = ConcurrentHashMap.newKeySet();

    ShellThreads(int max) {
        permits = new Semaphore(max);
        // More threads than permits: a thread gives its permit back shortly before it is free.
        pool =
                new ThreadPoolExecutor(
                        0,
                        2 * max,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        new SshThreads("vexhost-ssh-session"));
    }

    /** Whether a session may begin now. */
    boolean hasRoom() {
        return permits.availablePermits() > 0;
    }

    /**
     * Runs a session.
     *
     * @return false if there is no permit or no thread for it
     */
    boolean run(ChannelCommand command, Runnable session) {
        if (!permits.tryAcquire()) {
            return false;
        }
        running.add(command);
        try {
            pool.execute(
                    () -> {
                        try {
                            session.run();
                        } finally {
                            running.remove(command);
                            permits.release();
                        }
                    });
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            running.remove(command);
            permits.release();
            LOG.warn("shell session over SSH found no free thread [{}]", e.getMessage());
            return false;
        }
    }

    /**
     * Does something that may wait for a client.
     *
     * @return false if there is no thread for it
     */
    boolean execute(Runnable task) {
        try {
            pool.execute(task);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.debug("no free thread for a shell session over SSH", e);
            return false;
        }
    }

    /** Tells sessions again that their client is gone, in case they began a command meanwhile. */
    void check() {
        for (ChannelCommand command : running) {
            if (command.isGone()) {
                command.hangUp();
            }
        }
    }

    @Override
    public void close() {
        long end = System.nanoTime() + MAX_END.toNanos();
        try {
            while (!running.isEmpty() && System.nanoTime() < end) {
                running.forEach(ChannelCommand::hangUp);
                Thread.sleep(STEP_MILLIS);
            }
            pool.shutdown();
            if (!running.isEmpty()) {
                LOG.warn("a shell session over SSH does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
