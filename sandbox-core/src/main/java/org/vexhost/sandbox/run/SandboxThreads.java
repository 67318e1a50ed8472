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
 * Threads with deep stacks, as many as there are jobs at once, up to a limit. A job runs on one of
 * them while its caller waits, to the deadline and not much longer. Thread-safe.
 */
public final class SandboxThreads implements AutoCloseable {

    /** Less than an operator's command waits for a thread; a new one costs some 0.1 ms. */
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
     * Makes no thread yet.
     *
     * @param name what the threads are called, followed by a number
     * @param stackBytes the stack of each
     * @param maxJobs how many there may be at once, stuck ones included
     */
    public SandboxThreads(String name, long stackBytes, int maxJobs) {
        this(name, stackBytes, maxJobs, IDLE_NANOS);
    }

    /** Threads that end when they have been idle for a time, for tests. */
    SandboxThreads(String name, long stackBytes, int maxJobs, long idleNanos) {
        this.idleNanos = idleNanos;
        this.name = name;
        this.stackBytes = stackBytes;
        this.maxJobs = maxJobs;
    }

    /**
     * Starts one thread, if the system gives one, and keeps it for good: where there are no threads
     * to be had later, jobs run one after the other.
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

    /** How many threads there are, idle and stuck ones included. */
    public int count() {
        return all.size();
    }

    /** Those whose job only waits for something outside, or for its place. */
    public Set<Thread> suspended() {
        return all.stream().filter(SandboxThread::isSuspended).collect(Collectors.toSet());
    }

    /**
     * Runs a job and waits for it. At the deadline, and when the calling thread is interrupted, the
     * job is told to stop, and its thread is interrupted; if it has not ended a moment later, it is
     * abandoned. The caller's interrupt flag stays set.
     *
     * @param deadlineNanoTime on the clock of {@link System#nanoTime}
     * @throws NoThreadException if there are too many jobs already, or this is closed
     * @throws AbandonedException if the job did not stop
     * @throws JobFailedException if the job threw
     */
    public <T> T run(Job<T> job, long deadlineNanoTime)
            throws NoThreadException, AbandonedException, JobFailedException {
        Handoff<T> handoff = new Handoff<>(job);
        return handoff.await(give(handoff), deadlineNanoTime);
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

    /** A job is about to be answered: its caller may bring the next one at once. */
    void ended() {
        jobs.decrementAndGet();
    }

    /** How long a thread stays without a job. */
    long idleNanos() {
        return idleNanos;
    }

    void idle(SandboxThread thread) {
        idle.addFirst(thread);
        if (closed) {
            thread.leave();
        }
    }

    /** Whether an idle thread may end: it is not to be kept, and nobody has taken it for a job. */
    synchronized boolean retire(SandboxThread thread) {
        return all.size() > kept && idle.remove(thread) && all.remove(thread);
    }

    void gone(SandboxThread thread) {
        all.remove(thread);
    }

    /** Stops every job, and ends every thread as soon as its job has ended. */
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
