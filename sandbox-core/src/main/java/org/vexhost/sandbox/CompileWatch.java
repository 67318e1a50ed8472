package org.vexhost.sandbox;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.sandbox.binary.ModuleFacts;

/** Tells a listener of what takes long to compile. Thread-safe. */
final class CompileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CompileWatch.class);

    private final CompileListener listener;
    private final Duration period;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Makes a watch. It has a thread only while something is compiled.
     *
     * @param period how long until the listener is told, and told again
     */
    CompileWatch(CompileListener listener, Duration period) {
        this.listener = listener;
        this.period = period;
        timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread thread = new Thread(task, "vexhost-compile-watch");
                            thread.setDaemon(true);
                            return thread;
                        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Something that is compiled, until it ends. */
    @FunctionalInterface
    interface Watched {
        void end();
    }

    Watched begin(ModuleFacts facts) {
        long start = System.nanoTime();
        try {
            Future<?> ticks =
                    timer.scheduleAtFixedRate(
                            () -> tell(facts, Duration.ofNanos(System.nanoTime() - start)),
                            period.toMillis(),
                            period.toMillis(),
                            TimeUnit.MILLISECONDS);
            return () -> ticks.cancel(false);
        } catch (RuntimeException | OutOfMemoryError e) {
            // No thread to be had, or the engine is being closed: it compiles in silence.
            LOG.debug("compiling is not watched", e);
            return () -> {};
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
