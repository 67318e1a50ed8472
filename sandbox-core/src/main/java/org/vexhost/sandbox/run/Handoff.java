package org.vexhost.sandbox.run;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One job, shared by the thread that waits for it and the thread that runs it. */
final class Handoff<T> {

    /**
     * The time that a job may take to stop after it was told to. A job that takes longer is
     * abandoned.
     */
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

    /** Runs the job on this thread. This method returns normally, whatever the job throws. */
    void perform() {
        try {
            result = job.run(control);
        } catch (Throwable t) {
            failure = t;
        }
    }

    /** Wakes the waiting thread if it is still waiting. */
    void complete() {
        if (state.compareAndSet(State.PENDING, State.DONE)) {
            LockSupport.unpark(waiter);
        } else {
            job.freed();
            if (failure == null) {
                job.discarded(outcome());
            }
        }
    }

    void afterwards() {
        job.afterwards();
    }

    /**
     * Waits for the job. At the deadline, or if the waiting thread is interrupted, the job is told
     * to stop, and its thread is interrupted.
     */
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
                } else if (abandon()) {
                    StopReason reason = control.reason();
                    throw new AbandonedException(reason == null ? StopReason.DEADLINE : reason);
                }
            }
            return requireResult();
        } catch (Error e) {
            // There may be no memory left. Nobody will wait for the job.
            control.stop(StopReason.CANCELLED);
            worker.interruptJob(this);
            abandon();
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops waiting for the job, and returns whether it had not ended yet. */
    private boolean abandon() {
        // The job is counted as stuck before the state changes. It may end at this moment, and the
        // count must not be decremented before it is incremented.
        job.stuck();
        if (state.compareAndSet(State.PENDING, State.ABANDONED)) {
            return true;
        }
        job.freed();
        return false;
    }

    private T requireResult() throws JobFailedException {
        Throwable thrown = failure;
        if (thrown != null) {
            throw new JobFailedException(thrown);
        }
        return outcome();
    }

    @SuppressWarnings("NullAway") // The result is null only if the job returned null.
    private T outcome() {
        return result;
    }
}
