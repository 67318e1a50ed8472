package org.vexhost.console.change;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.vexhost.api.Deadline;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.console.session.OperatorSession;

/** Calls a tool from its page. */
public final class TryOut {

    /** The time limit of such a call. */
    public static final Duration MAX_TIME = Duration.ofSeconds(60);

    private TryOut() {}

    /** The outcome of a call. */
    public sealed interface Outcome {}

    /** The call returned a result. */
    public record Succeeded(ToolResult result) implements Outcome {}

    /** The call failed with an error of the tool or of the host. */
    public record Failed(ToolError error) implements Outcome {}

    /**
     * The tool was not called, because the form was invalid or the host is not ready; safe to
     * print.
     */
    public record NotCalled(String problem) implements Outcome {}

    /** Calls a tool. */
    public static Outcome call(
            ToolExecutor executor, OperatorSession session, String tool, Json arguments)
            throws InterruptedException {
        ToolCall call =
                ToolCall.builder(arguments, session.operator())
                        .deadline(Deadline.after(MAX_TIME))
                        .build();
        CompletableFuture<ToolResult> future = executor.submit(tool, call);
        try {
            return new Succeeded(future.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ToolException failure) {
                return new Failed(failure.error());
            }
            throw new IllegalStateException("call failed without an error of a tool", e);
        } catch (InterruptedException e) {
            boolean ignored = future.cancel(true);
            throw e;
        }
    }
}
