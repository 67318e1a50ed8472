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
 * A call of a tool that has no response yet. The first of three events ends it: its result, a
 * cancellation, or the end of the client's connection. After that, no message about the call is
 * sent.
 */
final class RunningCall implements Ticker.Ticking {

    /** The time after which the response becomes a stream. */
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

    /** Sets the future of the call. Cancels it if the call has already ended. */
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
     * Sends the final message.
     *
     * @param answer creates the message; not used if the call has already ended
     */
    void finish(Supplier<Answer> answer) {
        if (end()) {
            outlet.finish(answer.get());
        }
    }

    /** Called when the client has cancelled its request. */
    void cancel() {
        if (end()) {
            stop();
            outlet.abandon();
        }
    }

    /** Called when the client has disconnected. */
    void leave() {
        if (end()) {
            stop();
        }
    }

    /**
     * Starts a stream when the call has run for a second. After that, sends the elapsed time if the
     * client asked for progress.
     */
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
