package org.vexhost.loader.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread pool that shares a few threads fairly between owners. Cheap jobs run first, but no job
 * waits forever behind others: jobs can overtake a job of cost C only if they arrive within a few
 * times C. An owner that recently used much time comes after the others.
 *
 * <p>One thread is started in advance and kept, because the system may be unable to start a thread
 * later. The other threads are started when jobs have to wait. Thread-safe.
 */
public final class FairPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FairPool.class);

    /** For how long other jobs can overtake a job, as a multiple of its own cost. */
    private static final int PASSED_BY = 4;

    /** The time after which half of an owner's used time is forgotten. */
    private static final Duration HALF_LIFE = Duration.ofMinutes(1);

    private static final double FORGIVEN_NANOS = 1e6;

    /** The time after which an idle thread ends, unless it is the pool's last thread. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);

    private final String name;
    private final Duration maxIdle;
    private final Consumer<Thread> starter;
    private final List<Job> waiting = new ArrayList<>();
    private final Map<String, Use> uses = new HashMap<>();
    private final List<Thread> all = new ArrayList<>();
    private int maxThreads;
    private int threads;
    private int running;
    private int abandoned;
    private int started;
    private boolean closed;

    private record Use(double nanos, long atNanos) {
        double at(long now) {
            return nanos * Math.pow(0.5, (double) (now - atNanos) / HALF_LIFE.toNanos());
        }
    }

    private enum Phase {
        WAITING,
        RUNNING,
        ABANDONED,
        OVER
    }

    /** A submitted job, which waits for its turn, runs, or has ended. */
    public final class Job {
        private final String owner;
        private final Runnable work;
        private final double turn;
        private Phase phase = Phase.WAITING;

        private Job(String owner, double turn, Runnable work) {
            this.owner = owner;
            this.turn = turn;
            this.work = work;
        }

        /** Cancels the job if it has not started; returns whether the job was cancelled. */
        public boolean cancel() {
            synchronized (FairPool.this) {
                boolean cancelled = phase == Phase.WAITING && waiting.remove(this);
                phase = cancelled ? Phase.OVER : phase;
                return cancelled;
            }
        }

        /** Whether the job waits for its turn. */
        public boolean isWaiting() {
            synchronized (FairPool.this) {
                return phase == Phase.WAITING;
            }
        }

        /**
         * Abandons the job if it is running. Another thread replaces the thread of the job.
         *
         * @return whether the job was running
         */
        public boolean abandon() {
            synchronized (FairPool.this) {
                if (phase != Phase.RUNNING) {
                    return false;
                }
                phase = Phase.ABANDONED;
                threads--;
                running--;
                abandoned++;
            }
            startThreads();
            return true;
        }
    }

    /**
     * Creates a pool.
     *
     * @param name the prefix of thread names; a number follows
     * @param maxThreads the most jobs that run at the same time
     */
    public FairPool(String name, int maxThreads) {
        this(name, maxThreads, MAX_IDLE, Thread::start);
    }

    /**
     * Creates a pool for tests.
     *
     * @param starter starts a thread, or throws {@link OutOfMemoryError}
     */
    FairPool(String name, int maxThreads, Duration maxIdle, Consumer<Thread> starter) {
        this.name = name;
        this.maxThreads = maxThreads;
        this.maxIdle = maxIdle;
        this.starter = starter;
        startThreads();
    }

    /** Changes the maximum number of threads; running jobs continue. */
    public void resize(int count) {
        synchronized (this) {
            maxThreads = count;
            notifyAll();
        }
        startThreads();
    }

    /**
     * Queues a job until its turn comes.
     *
     * @param owner the owner of the job; threads are shared fairly between owners
     * @param costNanos the expected duration
     * @param work the job
     */
    public Job submit(String owner, long costNanos, Runnable work) {
        Job job;
        synchronized (this) {
            long now = System.nanoTime();
            Use used = uses.get(owner);
            double cost = costNanos + (used == null ? 0 : used.at(now));
            job = new Job(owner, now + PASSED_BY * cost, work);
            if (closed) {
                job.phase = Phase.OVER;
                return job;
            }
            waiting.add(job);
            notifyAll();
        }
        startThreads();
        return job;
    }

    /** Returns how many jobs wait for their turn. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Whether any job is waiting or running. */
    public synchronized boolean isBusy() {
        return running > 0 || !waiting.isEmpty();
    }

    /** Returns how many abandoned threads are still running. */
    public synchronized int abandoned() {
        return abandoned;
    }

    /** Returns how many threads run or wait for jobs, without the abandoned ones. */
    synchronized int threads() {
        return threads;
    }

    /** Starts the threads that the waiting jobs need, as far as the system allows it. */
    private void startThreads() {
        while (claimThread()) {
            if (!startThread()) {
                return;
            }
        }
    }

    /**
     * Counts another thread if the pool needs it: if it has no thread, or fewer idle threads than
     * waiting jobs.
     */
    private synchronized boolean claimThread() {
        boolean isNeeded = threads == 0 || waiting.size() > threads - running;
        if (closed || !isNeeded || threads >= maxThreads) {
            return false;
        }
        threads++;
        return true;
    }

    private boolean startThread() {
        try {
            Thread thread = new Thread(this::work, name + nextNumber());
            thread.setDaemon(true);
            starter.accept(thread);
            synchronized (this) {
                all.removeIf(each -> !each.isAlive());
                all.add(thread);
            }
            return true;
        } catch (OutOfMemoryError e) {
            int left;
            synchronized (this) {
                left = --threads;
            }
            if (left == 0) {
                LOG.warn("no thread '{}' can be started; its work waits", name);
            }
            return false;
        }
    }

    private synchronized int nextNumber() {
        return ++started;
    }

    private void work() {
        for (Job job = next(); job != null; job = next()) {
            long begin = System.nanoTime();
            try {
                job.work.run();
            } catch (RuntimeException | Error e) {
                complain(job, e);
            }
            if (!leave(job, System.nanoTime() - begin)) {
                return;
            }
        }
    }

    /** Logs a failure, if there is enough memory for a log line. */
    private static void complain(Job job, Throwable e) {
        try {
            LOG.error("work for '{}' failed; other work continues", job.owner, e);
        } catch (OutOfMemoryError again) {
            // There is not enough memory for a log line.
        }
    }

    /** Waits for the next job; null if this thread must end. */
    private synchronized @Nullable Job next() {
        long end = System.nanoTime() + maxIdle.toNanos();
        while (!closed && threads <= maxThreads && waiting.isEmpty()) {
            long leftNanos = end - System.nanoTime();
            boolean isLast = threads == 1;
            if (!isLast && leftNanos <= 0) {
                break;
            }
            try {
                wait(isLast ? 0 : TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
            } catch (InterruptedException e) {
                LOG.trace("interrupted; a thread ends when the pool is closed", e);
            }
        }
        if (closed || threads > maxThreads || waiting.isEmpty()) {
            threads--;
            return null;
        }
        Job first = waiting.stream().min(Comparator.comparingDouble(job -> job.turn)).get();
        waiting.remove(first);
        first.phase = Phase.RUNNING;
        running++;
        return first;
    }

    /**
     * Ends a job; returns whether its thread continues. The thread of an abandoned job continues if
     * no other thread could replace it.
     */
    private synchronized boolean leave(Job job, long usedNanos) {
        boolean goesOn = true;
        if (job.phase == Phase.ABANDONED) {
            abandoned--;
            goesOn = claimThread();
        } else {
            running--;
        }
        job.phase = Phase.OVER;
        long now = System.nanoTime();
        uses.values().removeIf(use -> use.at(now) < FORGIVEN_NANOS);
        Use before = uses.get(job.owner);
        uses.put(job.owner, new Use((before == null ? 0 : before.at(now)) + usedNanos, now));
        return goesOn;
    }

    /** Drops waiting jobs and interrupts running ones. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
        all.forEach(Thread::interrupt);
    }
}
