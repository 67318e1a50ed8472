package org.vexhost.distribution.admin;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look that is taken again and again, on a thread of its own. Whatever it throws, the next one
 * comes: an error of the JVM too, which may be over by then.
 */
final class Poll implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Poll.class);

    /** What is done each time. */
    @FunctionalInterface
    interface Look {
        /** Takes the look. An interruption ends it, and is not passed on unless this is closed. */
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

    /** Starts with a pause. */
    static Poll start(String name, Duration pause, Look look) {
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
                // If it came from close, the latch says so.
            } catch (RuntimeException | Error e) {
                complain(e);
            }
        }
    }

    private void complain(Throwable e) {
        try {
            LOG.error("a look at the host's folders failed; the next one comes soon", e);
        } catch (RuntimeException | Error again) {
            // It will be said when it happens again.
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
