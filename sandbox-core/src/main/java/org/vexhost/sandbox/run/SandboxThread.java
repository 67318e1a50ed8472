package org.vexhost.sandbox.run;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs jobs one after the other. Its interrupt flag belongs to the running job. Only
 * that job can be interrupted, and the flag is clear when the next job starts.
 */
final class SandboxThread extends Thread {

    private final SandboxThreads threads;
    private volatile @Nullable Handoff<?> mailbox;
    private volatile boolean leaving;

    /**
     * The running job. This field and the interrupt flag are written only while the lock of this
     * object is held.
     */
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

    /** Interrupts this thread if it is running the given job; otherwise does nothing. */
    void interruptJob(Handoff<?> job) {
        synchronized (this) {
            if (current == job) {
                interrupt();
            }
        }
    }

    /** Returns whether the running job is only waiting. */
    boolean isSuspended() {
        synchronized (this) {
            Handoff<?> running = current;
            return running != null && running.control().isSuspended();
        }
    }

    /** Stops the running job, if there is one. */
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
     * Waits for a job. A caller may have already chosen this idle thread for its job. This thread
     * must therefore not end because of an OutOfMemoryError, or that caller would wait forever.
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
            // The caller no longer waits for the job, and this thread can be used again.
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
                // Either the pool must keep this thread, or the thread's next job is about to
                // arrive.
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
