package org.vexhost.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs tools. All calls of tools go through this service. It checks grants and arguments, waits for
 * a permit, runs the call in its sandbox, and returns the result. Thread-safe.
 *
 * @since 1.0
 */
public interface ToolExecutor {

    /**
     * Calls a tool and waits for the result.
     *
     * @param tool the name of the tool
     * @throws ToolException with any {@link ErrorCode}. If the calling thread is interrupted, the
     *     reason is {@link ErrorReason#CANCELLED}, and the thread's interrupt flag stays set
     */
    ToolResult execute(String tool, ToolCall call) throws ToolException;

    /**
     * Calls a tool in the background. Cancelling the future ends the call. A failure completes it
     * with a {@link ToolException}.
     *
     * @param tool the name of the tool
     */
    CompletableFuture<ToolResult> submit(String tool, ToolCall call);

    /** Returns the tools that can be called now, by name. */
    List<ToolDefinition> list();
}
