package org.vexhost.distribution.admin.shell;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does nothing, so that its place can be given to an operator's command. Gogo runs
 * each command on a thread of its own, and where calls have taken the last one the system gives, an
 * operator could not even ask what is going on. Thread-safe.
 */
public final class SpareThread implements AutoCloseable {

    /** Where a session finds it, a variable that a script cannot set. */
    public static final String VARIABLE = "vexhost.spare";

    private static final long STACK_BYTES = 64 * 1024;

    private static final long MAX_END_MILLIS = 1_000;

    private static final long RETRY_NANOS = 100_000_000;

    private boolean closed;
    private @Nullable Thread thread;
    private CountDownLatch givenUp = new CountDownLatch(1);
    private long triedNanos = System.nanoTime() - RETRY_NANOS;

    /**
     * Makes the thread where it is missing; tries it ten times a second at most.
     *
     * @return whether it is there
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
     * Ends the thread, and returns when its place is free.
     *
     * @return false if there was none
     */
    synchronized boolean giveUp() throws InterruptedException {
        Thread ending = thread;
        if (ending == null) {
            return false;
        }
        thread = null;
        triedNanos = System.nanoTime();
        givenUp.countDown();
        ending.join(MAX_END_MILLIS);
        return true;
    }

    private static void await(CountDownLatch end) {
        boolean waits = true;
        while (waits) {
            try {
                end.await();
                waits = false;
            } catch (InterruptedException e) {
                // Nobody but this object ends it.
            }
        }
    }

    /** Ends the thread; none is made any more. */
    @Override
    public synchronized void close() {
        closed = true;
        givenUp.countDown();
        thread = null;
    }
}
