package org.vexhost.distribution.admin.folder;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task periodically on a thread of its own. The task runs again even if it throws an
 * exception or an error of the JVM, because the cause may have disappeared by then.
 */
public final class Poll implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);

    /** The task that is run periodically. */
    @FunctionalInterface
    public interface Look {
        /** Runs the task. An interruption ends only this run, unless the poll is closed. */
        void take() throws InterruptedException;
    }

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final long pauseMillis;
    private final Look look;

    private Poll(String name, Duration pause, Look look) {
        pauseMillis = pause.toMillis();
        this.look = look;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts a poll. The first run begins after a pause. */
    public static Poll start(String name, Duration pause, Look look) {
        Poll poll = new Poll(name, pause, look);
        poll.thread.start();
        return poll;
    }

    private void run() {
        while (true) {
            try {
                if (closed.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                    return;
                }
                look.take();
            } catch (InterruptedException e) {
                // If close was called, the latch ends the loop.
            } catch (RuntimeException | Error e) {
                complain(e);
            }
        }
    }

    private void complain(Throwable e) {
        try {
            LOG.error("scanning the host's folders failed, it is tried again", e);
        } catch (RuntimeException | Error again) {
            // Logging failed. The next failure is logged again.
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
