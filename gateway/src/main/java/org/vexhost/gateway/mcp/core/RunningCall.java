package org.vexhost.gateway.mcp.core;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ToolResult;
import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.message.RpcId;
import org.vexhost.gateway.time.Ticker;

/**
 * A call of a tool that is not answered yet. Whoever comes first ends it: its result, its client
 * that leaves, or a cancellation. After that nothing is said about it.
 */
final class RunningCall implements Ticker.Ticking {

    /** How long an answer may take to come in one piece, without a stream. */
    static final long STREAM_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Outlet outlet;
    private final Optional<RpcId> progressToken;
    private final long startNanos = System.nanoTime();
    private @Nullable CompletableFuture<ToolResult> future;
    private long progressNanos;
    private boolean isStreaming;
    private boolean hasEnded;

    RunningCall(Outlet outlet, Optional<RpcId> progressToken) {
        this.outlet = outlet;
        this.progressToken = progressToken;
    }

    /** The call has begun; it ends at once if nobody waits any more. */
    void began(CompletableFuture<ToolResult> call) {
        boolean isTooLate;
        synchronized (this) {
            future = call;
            isTooLate = hasEnded;
        }
        if (isTooLate) {
            call.cancel(true);
        }
    }

    /**
     * The last message.
     *
     * @param answer not asked for if nobody waits any more
     */
    void finish(Supplier<Answer> answer) {
        if (end()) {
            outlet.finish(answer.get());
        }
    }

    /** The client took its request back. */
    void cancel() {
        if (end()) {
            stop();
            outlet.abandon();
        }
    }

    /** The client left. */
    void leave() {
        if (end()) {
            stop();
        }
    }

    /** Told now and then; says how long it has been, if somebody wants to know. */
    @Override
    public void tick(long nowNanos) {
        long elapsed = nowNanos - startNanos;
        if (elapsed < STREAM_AFTER_NANOS || !startStream()) {
            return;
        }
        synchronized (this) {
            if (!hasEnded
                    && progressToken.isPresent()
                    && elapsed - progressNanos >= PROGRESS_NANOS) {
                progressNanos = elapsed;
                outlet.send(progress(progressToken.get(), elapsed));
            }
        }
    }

    private boolean startStream() {
        synchronized (this) {
            if (hasEnded) {
                return false;
            }
            if (!isStreaming) {
                isStreaming = outlet.startStream();
            }
            return isStreaming;
        }
    }

    private static byte[] progress(RpcId token, long elapsedNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(elapsedNanos);
        return MessageWriter.notification(
                "notifications/progress",
                params -> {
                    params.writeName("progressToken");
                    MessageWriter.write(params, token);
                    params.writeNumberProperty("progress", millis / 1000.0);
                    params.writeStringProperty(
                            "message", "running for %d s".formatted(millis / 1000));
                });
    }

    private synchronized boolean end() {
        if (hasEnded) {
            return false;
        }
        hasEnded = true;
        return true;
    }

    private void stop() {
        @Nullable CompletableFuture<ToolResult> call;
        synchronized (this) {
            call = future;
        }
        if (call != null) {
            call.cancel(true);
        }
    }
}
