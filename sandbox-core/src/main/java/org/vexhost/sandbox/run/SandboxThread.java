package org.vexhost.sandbox.run;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does one job after the other. Its interrupt flag belongs to the job: it is set only
 * while that job runs, and clear when the next one starts.
 */
final class SandboxThread extends Thread {

    private final SandboxThreads threads;
    private volatile @Nullable Handoff<?> mailbox;
    private volatile boolean leaving;

    /** What runs now. Written by this thread, under its lock; so is the interrupt flag. */
    private @Nullable Handoff<?> current;

    SandboxThread(
            SandboxThreads threads, String name, long stackBytes, @Nullable Handoff<?> first) {
        super(null, null, name, stackBytes, false);
        setDaemon(true);
        this.threads = threads;
        this.mailbox = first;
    }

    /** Gives an idle thread its next job. */
    void give(Handoff<?> job) {
        mailbox = job;
        LockSupport.unpark(this);
    }

    /** Tells an idle thread to end. */
    void leave() {
        leaving = true;
        LockSupport.unpark(this);
    }

    /** Interrupts this thread if it runs that job, and only then. */
    void interruptJob(Handoff<?> job) {
        synchronized (this) {
            if (current == job) {
                interrupt();
            }
        }
    }

    /** Whether what runs now only waits. */
    boolean isSuspended() {
        synchronized (this) {
            Handoff<?> running = current;
            return running != null && running.control().isSuspended();
        }
    }

    /** Stops what runs now, if anything does. */
    void stopJob(StopReason reason) {
        synchronized (this) {
            Handoff<?> running = current;
            Handoff<?> coming = mailbox;
            if (running != null) {
                running.control().stop(reason);
                interrupt();
            }
            if (coming != null) {
                coming.control().stop(reason);
            }
        }
    }

    @Override
    public void run() {
        try {
            for (Handoff<?> job = awaitNext(); job != null; job = awaitNext()) {
                perform(job);
                threads.idle(this);
            }
        } finally {
            threads.gone(this);
        }
    }

    /**
     * Waits for a job. An idle thread is known to those who have one, so that it must not end for
     * want of memory: whoever gave it a job then would wait for ever.
     */
    private @Nullable Handoff<?> awaitNext() {
        while (true) {
            try {
                return next();
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait();
            }
        }
    }

    private void perform(Handoff<?> job) {
        synchronized (this) {
            current = job;
        }
        job.perform();
        synchronized (this) {
            current = null;
            Thread.interrupted();
        }
        threads.ended();
        try {
            job.complete();
            job.afterwards();
        } catch (RuntimeException | Error e) {
            // Nobody waits any more: the thread is as good as before.
        }
    }

    private @Nullable Handoff<?> next() {
        Spin.whileTrue(() -> mailbox == null && !leaving);
        long end = System.nanoTime() + threads.idleNanos();
        while (mailbox == null) {
            long left = end - System.nanoTime();
            if (leaving || (left <= 0 && threads.retire(this))) {
                return null;
            }
            if (left <= 0) {
                // It is to stay, or its next job is on the way.
                end += threads.idleNanos();
                continue;
            }
            LockSupport.parkNanos(threads, left);
            Thread.interrupted();
        }
        Handoff<?> job = mailbox;
        mailbox = null;
        return job;
    }
}
