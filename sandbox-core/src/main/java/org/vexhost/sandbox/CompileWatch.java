package org.vexhost.sandbox;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.sandbox.binary.ModuleFacts;

/** A timer that notifies a listener of modules that take long to compile. Thread-safe. */
final class CompileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CompileWatch.class);

    private final CompileListener listener;
    private final Duration period;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Creates a watch. It has a thread only while a module is being compiled.
     *
     * @param period the time until the first notification, and between notifications
     */
    CompileWatch(CompileListener listener, Duration period) {
        this(listener, period, Thread::new);
    }

    /** Creates a watch with a replaceable thread factory, for tests. */
    CompileWatch(CompileListener listener, Duration period, ThreadFactory threads) {
        this.listener = listener;
        this.period = period;
        timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = threads.newThread(task);
                            thread.setName("vexhost-compile-watch");
                            thread.setDaemon(true);
                            return thread;
                        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** A running compilation. */
    @FunctionalInterface
    interface Watched {
        void end();
    }

    Watched begin(ModuleFacts facts) {
        long start = System.nanoTime();
        AtomicBoolean hasEnded = new AtomicBoolean();
        Runnable tick =
                () -> {
                    if (hasEnded.get()) {
                        throw new CancellationException("compiled");
                    }
                    tell(facts, Duration.ofNanos(System.nanoTime() - start));
                };
        try {
            Future<?> ticks =
                    timer.scheduleAtFixedRate(
                            tick, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
            return () -> {
                hasEnded.set(true);
                ticks.cancel(false);
            };
        } catch (RuntimeException | OutOfMemoryError e) {
            // Either the engine is being closed, or no thread could be started now. In the second
            // case, the task stays in the queue until a thread can be started.
            LOG.debug("compiling is not watched", e);
            return () -> hasEnded.set(true);
        }
    }

    private void tell(ModuleFacts facts, Duration elapsed) {
        try {
            listener.compiling(facts.functionCount(), facts.codeBytes(), elapsed);
        } catch (RuntimeException e) {
            LOG.warn("listener of compilations failed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
