package org.vexhost.gateway.mcp.core;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.gateway.mcp.message.Members;
import org.vexhost.gateway.mcp.message.Message;
import org.vexhost.gateway.mcp.message.MessageWriter;
import org.vexhost.gateway.mcp.message.RpcError;
import org.vexhost.gateway.mcp.message.RpcException;
import org.vexhost.gateway.mcp.message.RpcId;
import org.vexhost.gateway.mcp.tool.ToolAnswers;
import org.vexhost.gateway.mcp.tool.ToolCatalogue;
import org.vexhost.gateway.time.Ticker;

/** Handles {@code tools/call}. */
final class ToolCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);

    private final ToolExecutor executor;
    private final ToolCatalogue catalogue;
    private final Ticker ticker;
    private final ServerInfo server;

    ToolCalls(ToolExecutor executor, ToolCatalogue catalogue, Ticker ticker, ServerInfo server) {
        this.executor = executor;
        this.catalogue = catalogue;
        this.ticker = ticker;
        this.server = server;
    }

    /**
     * Begins a call. The response follows later, on any thread.
     *
     * @throws RpcException if the parameters are invalid, or if the tool does not exist
     */
    void call(Message.Request request, Inquiry inquiry, Outlet outlet) throws RpcException {
        Members params = request.params();
        String shown =
                params.text("name")
                        .orElseThrow(() -> invalid("member 'name' of a call is not a string"));
        if (params.has("arguments") && params.arguments().isEmpty()) {
            throw invalid("member 'arguments' of a call is not an object");
        }
        String name = catalogue.own(shown).orElseThrow(() -> unknown(shown, inquiry));
        if (!inquiry.access().maySee(name)) {
            throw unknown(shown, inquiry);
        }
        Json arguments = params.arguments().orElse(Json.EMPTY_OBJECT);
        Optional<RpcId> token = params.object("_meta").flatMap(meta -> meta.id("progressToken"));
        RunningCall running = new RunningCall(outlet, token);
        Runnable cancellation = running::cancel;
        inquiry.scope().add(request.id(), cancellation);
        boolean begun = false;
        try {
            ticker.add(running);
            outlet.onGone(running::leave);
            CompletableFuture<ToolResult> call = submit(name, arguments, inquiry);
            running.began(call);
            respond(call, running, shown, request.id(), inquiry, cancellation);
            begun = true;
        } finally {
            if (!begun) {
                // For example, the heap is full. The session must not count the request for ever.
                running.leave();
                ticker.remove(running);
                inquiry.scope().remove(request.id(), cancellation);
            }
        }
    }

    private void respond(
            CompletableFuture<ToolResult> call,
            RunningCall running,
            String shown,
            RpcId id,
            Inquiry inquiry,
            Runnable cancellation) {
        CompletableFuture<?> ignored =
                call.whenComplete(
                        (result, failure) -> {
                            ticker.remove(running);
                            try {
                                running.finish(
                                        () ->
                                                failure == null
                                                        ? success(id, inquiry, result)
                                                        : failure(id, inquiry, shown, failure));
                            } finally {
                                // This must come last: a pipe whose input has ended closes as soon
                                // as it has no open request.
                                inquiry.scope().remove(id, cancellation);
                            }
                        });
    }

    private CompletableFuture<ToolResult> submit(String name, Json arguments, Inquiry inquiry) {
        ToolCall.Builder call = ToolCall.builder(arguments, inquiry.access().caller());
        inquiry.attributes().forEach(call::attribute);
        try {
            return executor.submit(name, call.build());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Answer success(RpcId id, Inquiry inquiry, ToolResult result) {
        return Answer.result(
                MessageWriter.result(
                        id,
                        out -> {
                            server.begin(out, inquiry.era());
                            ToolAnswers.writeResult(out, inquiry.era(), result);
                            MessageWriter.object(
                                    out,
                                    "_meta",
                                    meta -> {
                                        ToolAnswers.writeUsage(meta, result);
                                        server.writeInfo(meta, inquiry.era());
                                    });
                        }));
    }

    private Answer failure(RpcId id, Inquiry inquiry, String name, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        ToolError error =
                cause instanceof ToolException known ? known.error() : unexpected(name, cause);
        if (error.reason() == ErrorReason.NO_SUCH_TOOL) {
            return Answer.error(Optional.of(id), unknown(name, inquiry).error());
        }
        return Answer.result(
                MessageWriter.result(
                        id,
                        out -> {
                            server.begin(out, inquiry.era());
                            ToolAnswers.writeFailure(out, error);
                            MessageWriter.object(
                                    out,
                                    "_meta",
                                    meta -> {
                                        ToolAnswers.writeFacts(meta, error);
                                        server.writeInfo(meta, inquiry.era());
                                    });
                        }));
    }

    private static ToolError unexpected(String name, Throwable cause) {
        LOG.error("call of tool '{}' failed in the host", name, cause);
        return ToolError.of(
                ErrorReason.HOST_FAILURE,
                name,
                "host failed while it called tool '%s'".formatted(name));
    }

    private RpcException unknown(String name, Inquiry inquiry) {
        return invalid(
                "unknown tool %s%s"
                        .formatted(
                                MessageText.quote(name),
                                catalogue.suggestion(inquiry.access(), name)));
    }

    private static RpcException invalid(String fact) {
        return new RpcException(RpcError.INVALID_PARAMS, fact);
    }
}
