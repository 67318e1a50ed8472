package org.vexhost.distribution.admin.shell;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * An idle thread that ends to make room for the thread of an operator's command. Gogo runs each
 * command on a new thread. Without this reserve, operators could not run commands while calls use
 * all threads that the system allows. Thread-safe.
 */
public final class SpareThread implements AutoCloseable {

    /** The session variable that contains this object. Scripts cannot set it. */
    public static final String VARIABLE = "vexhost.spare";

    private static final long STACK_BYTES = 64 * 1024;

    private static final long MAX_END_MILLIS = 1_000;

    private static final long RETRY_NANOS = 100_000_000;

    private boolean closed;
    private @Nullable Thread thread;
    private CountDownLatch givenUp = new CountDownLatch(1);
    private long triedNanos = System.nanoTime() - RETRY_NANOS;

    /**
     * Starts the thread if it does not exist. Tries at most ten times a second.
     *
     * @return whether the thread exists
     */
    public synchronized boolean keep() {
        if (thread != null || closed) {
            return true;
        }
        long now = System.nanoTime();
        if (now - triedNanos < RETRY_NANOS) {
            return false;
        }
        triedNanos = now;
        CountDownLatch end = new CountDownLatch(1);
        Thread made = new Thread(null, () -> await(end), "vexhost-spare", STACK_BYTES);
        made.setDaemon(true);
        try {
            made.start();
        } catch (OutOfMemoryError e) {
            return false;
        }
        givenUp = end;
        thread = made;
        return true;
    }

    /**
     * Ends the thread, and waits until it has ended.
     *
     * @return false if there was no thread
     */
    boolean giveUp() throws InterruptedException {
        Thread ending = release();
        if (ending == null) {
            return false;
        }
        // This waits without the lock, so that callers of other methods do not wait.
        ending.join(MAX_END_MILLIS);
        return true;
    }

    private synchronized @Nullable Thread release() {
        Thread ending = thread;
        if (ending != null) {
            thread = null;
            triedNanos = System.nanoTime();
            givenUp.countDown();
        }
        return ending;
    }

    private static void await(CountDownLatch end) {
        boolean waits = true;
        while (waits) {
            try {
                end.await();
                waits = false;
            } catch (InterruptedException e) {
                // Only this object may end the thread, so interruptions are ignored.
            }
        }
    }

    /** Ends the thread. No new thread is started afterwards. */
    @Override
    public synchronized void close() {
        closed = true;
        givenUp.countDown();
        thread = null;
    }
}
