package org.vexhost.loader.execute;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;

/** A background call, as a future that can be cancelled. */
final class SubmittedCall extends CompletableFuture<ToolResult> implements Runnable {

    private final ToolExecutor executor;
    private final String tool;
    private final ToolCall call;
    private @Nullable Thread thread;

    SubmittedCall(ToolExecutor executor, String tool, ToolCall call) {
        this.executor = executor;
        this.tool = tool;
        this.call = call;
    }

    @Override
    public void run() {
        synchronized (this) {
            if (isDone()) {
                return;
            }
            thread = Thread.currentThread();
        }
        try {
            complete(executor.execute(tool, call));
        } catch (ToolException | RuntimeException | Error e) {
            completeExceptionally(e);
        } finally {
            synchronized (this) {
                thread = null;
                // The thread will run other calls, so an interrupt for this call must not remain.
                Thread.interrupted();
            }
        }
    }

    /** Ends the call, whether it is waiting or running. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        synchronized (this) {
            if (thread != null) {
                thread.interrupt();
            }
        }
        return cancelled;
    }
}
