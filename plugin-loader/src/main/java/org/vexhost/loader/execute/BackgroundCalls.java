package org.vexhost.loader.execute;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.config.HostSettings;

/**
 * Runs calls whose callers do not wait, on threads of its own. There are at most as many threads as
 * calls that can run, be suspended and be queued in the host.
 */
final class BackgroundCalls implements AutoCloseable {

    private final ToolExecutor executor;
    private final Refusal refusals;
    private final ThreadPoolExecutor threads;

    /** Ends a call that could not be given to the executor. */
    @FunctionalInterface
    interface Refusal {
        /**
         * Throws the error, after interceptors have seen it; they may replace it, or return a
         * result.
         */
        ToolResult end(String tool, ToolCall call, ToolException refusal) throws ToolException;
    }

    /** Creates the object; threads are created when needed. */
    BackgroundCalls(ToolExecutor executor, HostSettings.Admission limits, Refusal refusals) {
        this(executor, limits, refusals, new NamedThreads("vexhost-call"));
    }

    /** Creates the object with a given thread factory, for tests. */
    BackgroundCalls(
            ToolExecutor executor,
            HostSettings.Admission limits,
            Refusal refusals,
            ThreadFactory factory) {
        this.executor = executor;
        this.refusals = refusals;
        this.threads =
                new ThreadPoolExecutor(
                        0, count(limits), 10, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    private static int count(HostSettings.Admission limits) {
        return limits.maxConcurrentCalls() + limits.maxSuspendedCalls() + limits.maxQueuedCalls();
    }

    void reconfigure(HostSettings.Admission limits) {
        threads.setMaximumPoolSize(count(limits));
    }

    CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
        SubmittedCall submitted = new SubmittedCall(executor, tool, call);
        try {
            threads.execute(submitted);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            ToolError refusal =
                    e instanceof OutOfMemoryError ? CallErrors.noThread(tool) : refusal(tool);
            refuse(submitted, tool, call, new ToolException(refusal, e));
        }
        return submitted;
    }

    private void refuse(
            SubmittedCall submitted, String tool, ToolCall call, ToolException refusal) {
        try {
            submitted.complete(refusals.end(tool, call, refusal));
        } catch (ToolException | RuntimeException | Error e) {
            submitted.completeExceptionally(e);
        }
    }

    private ToolError refusal(String tool) {
        return threads.isShutdown()
                ? CallErrors.hostDraining(tool)
                : CallErrors.overloaded(
                        tool,
                        "maxBackgroundCalls",
                        threads.getMaximumPoolSize(),
                        "calls",
                        OptionalLong.of(threads.getActiveCount()),
                        "running and waiting");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
