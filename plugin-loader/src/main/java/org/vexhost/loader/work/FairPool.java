package org.vexhost.loader.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread pool that shares a few threads fairly between owners. Cheap jobs run first, but no job
 * waits forever behind others: jobs can overtake a job of cost C only if they arrive within a few
 * times C. An owner that recently used much time comes after the others. Thread-safe.
 */
public final class FairPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FairPool.class);

    /** For how long other jobs can overtake a job, as a multiple of its own cost. */
    private static final int PASSED_BY = 4;

    /** The time after which half of an owner's used time is forgotten. */
    private static final Duration HALF_LIFE = Duration.ofMinutes(1);

    private static final double FORGIVEN_NANOS = 1e6;

    private final String name;
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
         * Abandons the job if it is running. A new thread replaces the thread of the job.
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
            startThread();
            return true;
        }
    }

    /**
     * Creates a pool. All its threads are started now, because the system may be unable to create
     * them later.
     *
     * @param name the prefix of thread names; a number follows
     * @param maxThreads the most jobs that run at the same time
     */
    public FairPool(String name, int maxThreads) {
        this.name = name;
        resize(maxThreads);
    }

    /** Changes the number of threads; running jobs continue. */
    public void resize(int count) {
        int missing;
        synchronized (this) {
            maxThreads = count;
            missing = maxThreads - threads;
            notifyAll();
        }
        for (int i = 0; i < missing; i++) {
            startThread();
        }
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

    private void startThread() {
        int number;
        synchronized (this) {
            if (closed || threads >= maxThreads) {
                return;
            }
            threads++;
            number = ++started;
        }
        try {
            Thread thread = new Thread(this::work, name + number);
            thread.setDaemon(true);
            thread.start();
            synchronized (this) {
                all.removeIf(each -> !each.isAlive());
                all.add(thread);
            }
        } catch (OutOfMemoryError e) {
            synchronized (this) {
                threads--;
            }
            LOG.warn("no thread '{}' can be started; the pool has one thread fewer", name);
        }
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
        while (!closed && threads <= maxThreads && waiting.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                LOG.trace("interrupted; a thread ends when the pool is closed", e);
            }
        }
        if (closed || threads > maxThreads) {
            threads--;
            return null;
        }
        Job first = waiting.stream().min(Comparator.comparingDouble(job -> job.turn)).get();
        waiting.remove(first);
        first.phase = Phase.RUNNING;
        running++;
        return first;
    }

    /** Ends a job; returns whether its thread continues. */
    private synchronized boolean leave(Job job, long usedNanos) {
        boolean goesOn = job.phase != Phase.ABANDONED;
        job.phase = Phase.OVER;
        abandoned -= goesOn ? 0 : 1;
        running -= goesOn ? 1 : 0;
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
