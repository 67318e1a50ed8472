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
 * Runs jobs on a few threads: cheap ones first, but none waits for ever behind others, and an owner
 * who used much lately comes after the others. A job of cost C is passed by only by jobs that come
 * within a few times C. Thread-safe.
 */
public final class FairPool implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FairPool.class);

    /** How many times its own cost a job may be passed by. */
    private static final int PASSED_BY = 4;

    /** After this time, half of what an owner used is forgiven. */
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

    /** Something that waits for its turn, runs, or is over. */
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

        /** Takes it back, if it has not begun; whether that was so. */
        public boolean cancel() {
            synchronized (FairPool.this) {
                boolean cancelled = phase == Phase.WAITING && waiting.remove(this);
                phase = cancelled ? Phase.OVER : phase;
                return cancelled;
            }
        }

        /** Whether it waits for its turn. */
        public boolean isWaiting() {
            synchronized (FairPool.this) {
                return phase == Phase.WAITING;
            }
        }

        /**
         * Gives up on it, if it runs: another thread takes the place of its own.
         *
         * @return whether it ran
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
     * Starts its threads: later there may be none to be had.
     *
     * @param name of the threads, up to their number
     * @param maxThreads jobs that run at once
     */
    public FairPool(String name, int maxThreads) {
        this.name = name;
        resize(maxThreads);
    }

    /** Takes over another number of threads; what runs goes on. */
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
     * Runs work when its turn has come.
     *
     * @param owner who is to share fairly with others
     * @param costNanos about how long it takes
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

    /** How many jobs wait for their turn. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** Whether any job waits or runs. */
    public synchronized boolean isBusy() {
        return running > 0 || !waiting.isEmpty();
    }

    /** How many threads were given up on and have not returned. */
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
            LOG.warn("no thread '{}' can be made; there is one less", name);
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

    /** There may be too little memory for a line in the log. */
    private static void complain(Job job, Throwable e) {
        try {
            LOG.error("work for '{}' failed; other work continues", job.owner, e);
        } catch (OutOfMemoryError again) {
            // Nothing can be said now.
        }
    }

    /** Waits for the next job; null if this thread is to end. */
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

    /** Whether the thread goes on. */
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

    /** Drops what waits, and interrupts what runs. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
        all.forEach(Thread::interrupt);
    }
}
