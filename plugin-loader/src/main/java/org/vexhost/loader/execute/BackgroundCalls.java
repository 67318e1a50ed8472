package org.vexhost.loader.execute;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.config.HostSettings;

/** Threads for calls that nobody waits for: as many as calls can run and wait in the host. */
final class BackgroundCalls implements AutoCloseable {

    private final ToolExecutor executor;
    private final Consumer<ToolError> refused;
    private final ThreadPoolExecutor threads;

    /**
     * Without a thread yet.
     *
     * @param refused is told of calls that never reach {@code executor}
     */
    BackgroundCalls(
            ToolExecutor executor, HostSettings.Admission limits, Consumer<ToolError> refused) {
        this.executor = executor;
        this.refused = refused;
        this.threads =
                new ThreadPoolExecutor(
                        0,
                        count(limits),
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        new NamedThreads("vexhost-call"));
    }

    private static int count(HostSettings.Admission limits) {
        return limits.maxConcurrentCalls() + limits.maxQueuedCalls();
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
            refused.accept(refusal);
            submitted.completeExceptionally(new ToolException(refusal, e));
        }
        return submitted;
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
