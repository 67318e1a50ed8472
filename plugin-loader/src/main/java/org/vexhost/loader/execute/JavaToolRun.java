package org.vexhost.loader.execute;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Json;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;

/**
 * One call of a Java tool, on a thread that may keep running after the caller has stopped waiting.
 */
final class JavaToolRun implements Runnable {

    private final Tool tool;
    private final ToolCall call;
    private final Permit permit;
    private final CompletableFuture<@Nullable Json> result = new CompletableFuture<>();
    private @Nullable Thread thread;
    private boolean abandoned;
    private boolean over;
    private long abandonedAt;

    JavaToolRun(Tool tool, ToolCall call, Permit permit) {
        this.tool = tool;
        this.call = call;
        this.permit = permit;
    }

    CompletableFuture<@Nullable Json> result() {
        return result;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        try {
            if (!tool.isAvailable()) {
                throw CallErrors.notReady(tool.definition().name()).toException();
            }
            tool.validate(call);
            result.complete(tool.execute(call));
        } catch (Throwable e) {
            // Any throwable, including an error of the JVM, is the outcome of the call.
            result.completeExceptionally(e);
        } finally {
            finish();
        }
    }

    private synchronized boolean begin() {
        if (abandoned) {
            over = true;
            permit.close();
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    private synchronized void finish() {
        thread = null;
        over = true;
        // A late interrupt must not affect the next call on this thread.
        Thread.interrupted();
        permit.close();
    }

    /** Interrupts the thread. From now on the call holds only its tool's share, not the host's. */
    synchronized void abandon() {
        abandoned = true;
        abandonedAt = System.nanoTime();
        if (thread != null) {
            thread.interrupt();
        }
        if (!over) {
            permit.releaseHostShare();
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized long overdueNanos() {
        return System.nanoTime() - abandonedAt;
    }
}
