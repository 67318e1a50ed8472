package org.vexhost.sandbox.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One job between the thread that waits for it and the thread that does it. */
final class Handoff<T> {

    /** How long a job that was told to stop may take to do so before it is given up. */
    static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private enum State {
        PENDING,
        DONE,
        ABANDONED
    }

    private final Job<T> job;
    private final JobControl control = new JobControl();
    private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
    private final Thread waiter = Thread.currentThread();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Handoff(Job<T> job) {
        this.job = job;
    }

    JobControl control() {
        return control;
    }

    /** Does the job, on this thread. Whatever the job does, this returns. */
    void perform() {
        try {
            result = job.run(control);
        } catch (Throwable t) {
            failure = t;
        }
    }

    /** Tells the waiting thread, if it still waits. */
    void complete() {
        if (state.compareAndSet(State.PENDING, State.DONE)) {
            LockSupport.unpark(waiter);
        } else {
            job.freed();
        }
    }

    void afterwards() {
        job.afterwards();
    }

    /** Waits. An interruption of the waiting thread stops the job, and is passed on. */
    T await(SandboxThread worker, long deadlineNanoTime)
            throws AbandonedException, JobFailedException {
        boolean interrupted = false;
        try {
            Spin.whileTrue(() -> state.get() == State.PENDING);
            boolean stopping = false;
            long until = deadlineNanoTime;
            while (state.get() == State.PENDING) {
                long left = until - System.nanoTime();
                interrupted |= Thread.interrupted();
                if (!stopping && (interrupted || left <= 0)) {
                    stopping = true;
                    control.stop(interrupted ? StopReason.CANCELLED : StopReason.DEADLINE);
                    worker.interruptJob(this);
                    until = System.nanoTime() + GRACE_NANOS;
                } else if (left > 0) {
                    LockSupport.parkNanos(this, left);
                } else {
                    abandon();
                }
            }
            return outcome();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void abandon() throws AbandonedException {
        // Counted first: the job may end at this very moment, and must not be counted down before.
        job.stuck();
        if (state.compareAndSet(State.PENDING, State.ABANDONED)) {
            StopReason reason = control.reason();
            throw new AbandonedException(reason == null ? StopReason.DEADLINE : reason);
        }
        job.freed();
    }

    @SuppressWarnings("NullAway") // Null exactly when the job gave null back.
    private T outcome() throws JobFailedException {
        Throwable thrown = failure;
        if (thrown != null) {
            throw new JobFailedException(thrown);
        }
        return result;
    }
}
