package org.vexhost.loader.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.MessageText;

/**
 * Opens and reads what the host does not control, on threads that can be left behind. Opening a
 * FIFO that nobody writes to, or a file of a server that is gone, never returns, and Java cannot
 * end it. So work has a time limit; after that its thread is abandoned and counted, and other work
 * goes on. Work with the same name does not begin again until its abandoned thread has returned, so
 * that one file costs one thread at most. Thread-safe. Over 300 lines because a job passes through
 * all of it under one lock.
 */
public final class Openers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Openers.class);

    /** Threads read and parse; only what they touch is memory. */
    private static final long STACK_BYTES = 1L << 20;

    private static final Duration RETRY = Duration.ofMillis(100);

    private final String name;
    private final Limits limits;
    private final Consumer<Thread> starter;
    private final ScheduledExecutorService clock;
    private final Deque<Job<?>> waiting = new ArrayDeque<>();

    /** What runs or hangs, by name. */
    private final Map<String, Job<?>> open = new HashMap<>();

    private int hanging;
    private int running;
    private long runningWeight;
    private int started;
    private boolean closed;

    /** No thread could be made a moment ago: it is not tried again before the clock says so. */
    private boolean starved;

    /** Since the last thread was made, somebody was told that none can be. */
    private boolean complained;

    /**
     * How much is done at the same time.
     *
     * @param maxRunning jobs that run at once, without those that hang
     * @param maxWeight of the jobs that run at once, in bytes; a heavier job runs alone
     * @param maxHanging abandoned threads at once; while there are as many, new work fails
     * @param patience how long a job may run
     */
    public record Limits(int maxRunning, long maxWeight, int maxHanging, Duration patience) {}

    private enum Phase {
        WAITING,
        RUNNING,
        HANGING,
        OVER
    }

    private final class Job<T> implements Runnable {
        private final String what;
        private final long weight;
        private final Callable<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private Phase phase = Phase.WAITING;

        Job(String what, long weight, Callable<T> work) {
            this.what = what;
            this.weight = weight;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                T value = work.call();
                leave(this);
                result.complete(value);
            } catch (Throwable e) { // Whatever ends the work is its outcome.
                leave(this);
                result.completeExceptionally(e);
            }
        }

        void fail(HungException e) {
            result.completeExceptionally(e);
        }
    }

    /**
     * Without threads yet.
     *
     * @param name of the threads, up to their number
     * @param clock says when patience is over, with a thread that exists; not closed by this
     */
    public Openers(String name, Limits limits, ScheduledExecutorService clock) {
        this(name, limits, clock, Thread::start);
    }

    /**
     * With something between this and the system, for tests.
     *
     * @param starter starts a thread, or throws {@link OutOfMemoryError}
     */
    Openers(String name, Limits limits, ScheduledExecutorService clock, Consumer<Thread> starter) {
        this.name = name;
        this.starter = starter;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Does work soon.
     *
     * @param what names what is opened, for messages; one name hangs once
     * @param weight how much memory it may take, in bytes
     * @return fails with what the work throws, or with {@link HungException} if it takes too long;
     *     completed on a thread of this object
     */
    public <T> CompletableFuture<T> call(String what, long weight, Callable<T> work) {
        Job<T> job = new Job<>(what, weight, work);
        synchronized (this) {
            if (closed) {
                job.fail(new HungException("the host is closing"));
                return job.result;
            }
            waiting.addLast(job);
        }
        beginAll();
        return job.result;
    }

    /** How many threads were abandoned and have not returned. */
    public synchronized int hanging() {
        return hanging;
    }

    /** Whether work runs or waits; what hangs does not count. */
    public synchronized boolean isBusy() {
        return running > 0 || !waiting.isEmpty();
    }

    private void beginAll() {
        for (Job<?> job = next(); job != null; job = next()) {
            begin(job);
        }
    }

    private synchronized @Nullable Job<?> next() {
        Job<?> first = waiting.peekFirst();
        boolean fits =
                first != null
                        && !starved
                        && running < limits.maxRunning()
                        && (running == 0 || runningWeight + first.weight <= limits.maxWeight());
        if (!fits) {
            return null;
        }
        waiting.removeFirst();
        first.phase = Phase.RUNNING;
        running++;
        runningWeight += first.weight;
        return first;
    }

    private void begin(Job<?> job) {
        String refusal = admit(job);
        if (!refusal.isEmpty()) {
            leave(job);
            job.fail(new HungException(refusal));
            return;
        }
        try {
            Thread thread = new Thread(null, job, name + number(), STACK_BYTES);
            thread.setDaemon(true);
            starter.accept(thread);
        } catch (OutOfMemoryError e) {
            postpone(job);
            return;
        }
        fed();
        after(limits.patience(), () -> abandon(job));
    }

    /** Why it is not begun; empty if it is. */
    private synchronized String admit(Job<?> job) {
        if (open.containsKey(job.what)) {
            return "'%s' was opened and the system does not return".formatted(shown(job.what));
        }
        if (hanging >= limits.maxHanging()) {
            return "'%s' is not opened: %d files do not return when they are opened"
                    .formatted(shown(job.what), hanging);
        }
        open.put(job.what, job);
        return "";
    }

    private synchronized int number() {
        return ++started;
    }

    private synchronized void fed() {
        complained = false;
    }

    private void postpone(Job<?> job) {
        boolean isNews;
        synchronized (this) {
            isNews = !complained;
            complained = true;
            starved = true;
            running--;
            runningWeight -= job.weight;
            open.remove(job.what, job);
            job.phase = Phase.WAITING;
            waiting.addFirst(job);
        }
        if (isNews) {
            LOG.warn("no thread can be made to open '{}'; it is tried again", shown(job.what));
        }
        after(RETRY, this::retry);
    }

    private void retry() {
        synchronized (this) {
            starved = false;
        }
        beginAll();
    }

    private void after(Duration delay, Runnable step) {
        try {
            var ignored = clock.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: nobody waits any more");
        }
    }

    private void abandon(Job<?> job) {
        synchronized (this) {
            if (job.phase != Phase.RUNNING) {
                return;
            }
            job.phase = Phase.HANGING;
            running--;
            runningWeight -= job.weight;
            hanging++;
        }
        LOG.warn(
                "Opening '{}' did not return within {} ms; its thread is abandoned [{} in all]",
                shown(job.what),
                limits.patience().toMillis(),
                hanging());
        beginAll();
        job.fail(
                new HungException(
                        "'%s' did not open within %d ms"
                                .formatted(shown(job.what), limits.patience().toMillis())));
    }

    private void leave(Job<?> job) {
        Phase before;
        synchronized (this) {
            before = job.phase;
            job.phase = Phase.OVER;
            if (before == Phase.RUNNING) {
                running--;
                runningWeight -= job.weight;
            } else {
                hanging--;
            }
            open.remove(job.what, job);
        }
        if (before == Phase.HANGING) {
            LOG.info("Opening '{}' returned after all", shown(job.what));
        }
        beginAll();
    }

    private static String shown(String what) {
        return MessageText.escape(what, MessageText.MAX_QUOTED_LENGTH);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            waiting.forEach(job -> job.fail(new HungException("the host is closing")));
            waiting.clear();
        }
    }
}
