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
 * Opens and reads files that the host does not control, on threads that can be abandoned. Opening a
 * FIFO without a writer, or a file on an unreachable server, may never return, and Java cannot
 * interrupt it. So each job has a time limit. After that, its thread is abandoned and counted, and
 * other jobs continue. A job with the same name fails until the abandoned thread has returned, so
 * one file costs at most one thread. Thread-safe. This class has over 300 lines because every step
 * of a job shares one lock.
 */
public final class Openers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Openers.class);

    /**
     * The stack size of a thread: 1 MiB. The threads only read and parse, and a stack uses memory
     * only for the pages that the thread touches.
     */
    private static final long STACK_BYTES = 1L << 20;

    private static final Duration RETRY = Duration.ofMillis(100);

    private final String name;
    private final Limits limits;
    private final Consumer<Thread> starter;
    private final ScheduledExecutorService clock;
    private final Deque<Job<?>> waiting = new ArrayDeque<>();

    /** Running and hanging jobs, by name. */
    private final Map<String, Job<?>> open = new HashMap<>();

    private int hanging;
    private int running;
    private long runningWeight;
    private int started;
    private boolean closed;
    private boolean keepsOne;

    /** The thread that is kept for later jobs, while it has no job. */
    private @Nullable Opener idle;

    /** The system could not create a thread. The timer decides when to try again. */
    private boolean starved;

    /** Whether a warning was logged since the last thread was created. */
    private boolean complained;

    /**
     * Limits on concurrent work.
     *
     * @param maxRunning the most jobs that run at the same time, not counting hanging jobs
     * @param maxWeight the most total weight of running jobs, in bytes; a heavier job runs alone
     * @param maxHanging the most abandoned threads; at this number, new work fails
     * @param patience how long a job may run
     */
    public record Limits(int maxRunning, long maxWeight, int maxHanging, Duration patience) {}

    private enum Phase {
        WAITING,
        RUNNING,
        HANGING,
        OVER
    }

    private final class Job<T> {
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

        void run() {
            try {
                T value = work.call();
                leave(this);
                result.complete(value);
            } catch (Throwable e) { // Any throwable is the outcome.
                leave(this);
                result.completeExceptionally(e);
            }
        }

        void fail(HungException e) {
            result.completeExceptionally(e);
        }
    }

    /** The task of a thread: one job. If the thread is then kept, further jobs follow. */
    private final class Opener implements Runnable {

        private @Nullable Job<?> job;

        Opener(@Nullable Job<?> first) {
            job = first;
        }

        @Override
        public void run() {
            Job<?> next = job == null ? awaitJob(this) : job;
            while (next != null) {
                next.run();
                next = awaitJob(this);
            }
        }
    }

    /**
     * Creates the object; threads are created when needed.
     *
     * @param name the prefix of thread names; a number follows
     * @param limits how much work runs at the same time
     * @param clock an executor with a running thread, which ends jobs whose time has expired; not
     *     closed by this object
     */
    public Openers(String name, Limits limits, ScheduledExecutorService clock) {
        this(name, limits, clock, Thread::start);
    }

    /**
     * Creates the object with a replaceable way to start threads, for tests.
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
     * Queues a job.
     *
     * @param what the name of the file to open, also for messages; at most one job with the same
     *     name can hang
     * @param weight how much memory the job may take, in bytes
     * @param work the job
     * @return fails with the job's exception, or with {@link HungException} if the job takes too
     *     long; completed on a thread of this object
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

    /** Returns how many abandoned threads are still running. */
    public synchronized int hanging() {
        return hanging;
    }

    /** Whether a job is running or waiting. Hanging jobs do not count. */
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
        if (!giveToKept(job)) {
            try {
                start(new Opener(job));
            } catch (OutOfMemoryError e) {
                postpone(job);
                return;
            }
            fed();
        }
        after(limits.patience(), () -> abandon(job));
    }

    /** Admits a job and returns an empty text, or returns the reason why the job must not start. */
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

    private void start(Opener opener) {
        Thread thread = new Thread(null, opener, name + number(), STACK_BYTES);
        thread.setDaemon(true);
        starter.accept(thread);
    }

    /**
     * Starts one thread, if the system can create it. From then on, one idle thread is always kept.
     * Files can then be opened even if calls use all threads that the system can create.
     */
    public void keepOne() {
        synchronized (this) {
            keepsOne = true;
        }
        try {
            start(new Opener(null));
        } catch (OutOfMemoryError e) {
            LOG.debug("no thread can be started in advance", e);
        }
    }

    private synchronized boolean giveToKept(Job<?> job) {
        Opener kept = idle;
        if (kept == null) {
            return false;
        }
        kept.job = job;
        idle = null;
        notifyAll();
        return true;
    }

    /** Waits for the next job of the kept thread; null if the thread must end. */
    private synchronized @Nullable Job<?> awaitJob(Opener opener) {
        opener.job = null;
        if (!keepsOne || idle != null) {
            return null;
        }
        idle = opener;
        while (opener.job == null && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                LOG.trace("interrupted; the kept thread ends when this is closed", e);
            }
        }
        return opener.job;
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
            LOG.warn("no thread can be started to open '{}'; it is tried again", shown(job.what));
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
            LOG.debug("closed: no job is waiting");
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
            notifyAll();
        }
    }
}
