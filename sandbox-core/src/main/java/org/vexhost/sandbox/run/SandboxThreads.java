package org.vexhost.sandbox.run;

import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pool of threads with deep stacks. It has one thread for each running job, up to a limit. A job
 * runs on one of the threads. Its caller waits until the job has ended, but not much longer than
 * until the deadline. Thread-safe.
 */
public final class SandboxThreads implements AutoCloseable {

    /**
     * How long an idle thread is kept. An operator's command waits longer than this for a thread,
     * so idle threads end in time to make room for it. A new thread costs about 0.1 ms.
     */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String name;
    private final long stackBytes;
    private final int maxJobs;
    private final long idleNanos;
    private final Deque<SandboxThread> idle = new ConcurrentLinkedDeque<>();
    private final Set<SandboxThread> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger jobs = new AtomicInteger();
    private final AtomicLong serial = new AtomicLong();
    private volatile int kept;
    private volatile boolean closed;

    /**
     * Creates a pool without threads.
     *
     * @param name the prefix of the threads' names; a number follows it
     * @param stackBytes the stack of each thread, in bytes
     * @param maxJobs the maximum number of concurrent jobs, including stuck ones
     */
    public SandboxThreads(String name, long stackBytes, int maxJobs) {
        this(name, stackBytes, maxJobs, IDLE_NANOS);
    }

    /** Creates a pool with a replaceable idle time, for tests. */
    SandboxThreads(String name, long stackBytes, int maxJobs, long idleNanos) {
        this.idleNanos = idleNanos;
        this.name = name;
        this.stackBytes = stackBytes;
        this.maxJobs = maxJobs;
    }

    /**
     * Starts one thread, if the system has one available. From then on, the pool never ends its
     * last thread. If the system has no further threads later, jobs can still run one after the
     * other.
     */
    public void keepOne() {
        kept = 1;
        SandboxThread thread =
                new SandboxThread(this, name + serial.incrementAndGet(), stackBytes, null);
        all.add(thread);
        try {
            thread.start();
            idle(thread);
        } catch (OutOfMemoryError e) {
            all.remove(thread);
        }
    }

    /** Returns the number of threads, including idle and stuck ones. */
    public int count() {
        return all.size();
    }

    /**
     * Returns the threads whose job is only waiting: either for something outside the host or for
     * its permit.
     */
    public Set<Thread> suspended() {
        return all.stream().filter(SandboxThread::isSuspended).collect(Collectors.toSet());
    }

    /**
     * Runs a job and waits for it. At the deadline, or when the calling thread is interrupted, the
     * job is told to stop and its thread is interrupted. If the job has not ended about 30 ms
     * later, it is abandoned. A job that would have to stop immediately does not start. After an
     * interruption, the interrupt flag of the calling thread stays set.
     *
     * @param deadlineNanoTime the deadline on the clock of {@link System#nanoTime}
     * @throws NoThreadException if the number of jobs is at its limit, or this pool is closed
     * @throws AbandonedException if the job did not stop
     * @throws JobFailedException if the job threw an exception, or did not start
     */
    public <T> T run(Job<T> job, long deadlineNanoTime)
            throws NoThreadException, AbandonedException, JobFailedException {
        requireTime(deadlineNanoTime);
        Handoff<T> handoff = new Handoff<>(job);
        return handoff.await(give(handoff), deadlineNanoTime);
    }

    /**
     * Throws if a job would have to stop immediately. On a busy machine, such a job could run for
     * long before its caller tells it to stop.
     */
    private static void requireTime(long deadlineNanoTime) throws JobFailedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new JobFailedException(new JobStoppedException(StopReason.CANCELLED));
        }
        if (deadlineNanoTime - System.nanoTime() <= 0) {
            throw new JobFailedException(new JobStoppedException(StopReason.DEADLINE));
        }
    }

    private SandboxThread give(Handoff<?> handoff) throws NoThreadException {
        if (closed) {
            throw NoThreadException.closed();
        }
        if (jobs.incrementAndGet() > maxJobs) {
            jobs.decrementAndGet();
            throw NoThreadException.tooMany(
                    "sandbox exceeded maxThreads of " + maxJobs + " threads");
        }
        SandboxThread ready = idle.pollFirst();
        if (ready != null) {
            ready.give(handoff);
            return ready;
        }
        return start(handoff);
    }

    private SandboxThread start(Handoff<?> handoff) throws NoThreadException {
        @Nullable SandboxThread thread = null;
        try {
            thread = new SandboxThread(this, name + serial.incrementAndGet(), stackBytes, handoff);
            all.add(thread);
            thread.start();
            return thread;
        } catch (OutOfMemoryError e) {
            if (thread != null) {
                all.remove(thread);
            }
            jobs.decrementAndGet();
            NoThreadException refused =
                    NoThreadException.tooMany(
                            "operating system refused a thread [" + count() + "]");
            refused.initCause(e);
            throw refused;
        }
    }

    /**
     * Called just before the caller gets the result, since the caller may start its next job
     * immediately.
     */
    void ended() {
        jobs.decrementAndGet();
    }

    /** Returns how long a thread without a job is kept, in ns. */
    long idleNanos() {
        return idleNanos;
    }

    void idle(SandboxThread thread) {
        idle.addFirst(thread);
        if (closed) {
            thread.leave();
        }
    }

    /**
     * Removes an idle thread from the pool, so that it can end. Returns false if it must stay: it
     * is the last thread of {@link #keepOne}, or has been chosen for a job.
     */
    synchronized boolean retire(SandboxThread thread) {
        return all.size() > kept && idle.remove(thread) && all.remove(thread);
    }

    void gone(SandboxThread thread) {
        all.remove(thread);
    }

    /** Stops every job. Each thread ends when its job has ended. */
    @Override
    public void close() {
        closed = true;
        for (SandboxThread thread : all) {
            thread.stopJob(StopReason.CLOSED);
        }
        for (@Nullable SandboxThread ready = idle.pollFirst();
                ready != null;
                ready = idle.pollFirst()) {
            ready.leave();
        }
    }
}
