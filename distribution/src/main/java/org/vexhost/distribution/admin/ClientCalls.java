package org.vexhost.distribution.admin;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.vexhost.api.Caller;
import org.vexhost.api.Deadline;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.distribution.protocol.CallRequest;
import org.vexhost.distribution.protocol.CallUsage;

/** Serves tool calls from the command line. If a client disconnects, its call is cancelled. */
final class ClientCalls {

    /**
     * The longest pause between two parts of the arguments. One minute is enough, because clients
     * read all arguments before they connect.
     */
    private static final Duration MAX_SILENCE = Duration.ofMinutes(1);

    /** The pause before a call is repeated because the tool did not accept it yet. */
    private static final long RETRY_PAUSE_MILLIS = 500;

    private static final Set<ErrorReason> PASSING =
            EnumSet.of(ErrorReason.NO_SUCH_TOOL, ErrorReason.DEPLOYING, ErrorReason.NOT_READY);

    private final Supplier<Optional<ToolExecutor>> executor;
    private final DeploymentWait deployments;

    /**
     * Creates a handler for the calls of clients.
     *
     * @param executor the executor; empty while the host stops
     * @param deployments waits for tools that are not deployed yet
     */
    ClientCalls(Supplier<Optional<ToolExecutor>> executor, DeploymentWait deployments) {
        this.executor = executor;
        this.deployments = deployments;
    }

    void serve(CallRequest request, Session session) throws IOException, InterruptedException {
        String tool = MessageText.escape(request.tool(), MessageText.MAX_QUOTED_LENGTH);
        try {
            ToolResult result = call(request, tool, session);
            session.send(
                    new CallUsage(
                                    result.version(),
                                    result.fuelConsumed(),
                                    result.hostFuelConsumed(),
                                    result.peakMemoryBytes(),
                                    result.duration())
                            .toFrame());
            Json answer =
                    request.format() == CallRequest.Format.JSON ? result.toJson() : result.output();
            try (FrameOutput out = session.output()) {
                answer.newInputStream().transferTo(out);
                out.write('\n');
            }
            session.exit(0);
        } catch (ToolException e) {
            ToolError error = e.error();
            session.printError(
                    request.format() == CallRequest.Format.JSON
                            ? error.toJson().text()
                            : error.code() + "/" + error.reason() + ": " + error.message());
            session.exit(error.code().exitStatus());
        }
    }

    private ToolResult call(CallRequest request, String tool, Session session)
            throws ToolException, IOException, InterruptedException {
        Json arguments = readArguments(tool, session.input());
        session.listen(Thread.currentThread()::interrupt);
        Deadline endOfWait = Deadline.after(request.maxWait().orElse(Duration.ZERO));
        while (true) {
            deployments.await(request.tool(), endOfWait);
            try {
                return execute(request, tool, arguments, session.caller());
            } catch (ToolException e) {
                // The tool was being replaced, or it is a Java tool that is not ready yet.
                if (!PASSING.contains(e.error().reason()) || endOfWait.isExpired()) {
                    throw e;
                }
            }
            Thread.sleep(Math.min(RETRY_PAUSE_MILLIS, endOfWait.remaining().toMillis()));
        }
    }

    private ToolResult execute(CallRequest request, String tool, Json arguments, Caller caller)
            throws ToolException {
        ToolExecutor now =
                executor.get()
                        .orElseThrow(
                                () ->
                                        ToolError.of(
                                                        ErrorReason.DRAINING,
                                                        tool,
                                                        "host is going away")
                                                .toException());
        Deadline deadline =
                Deadline.after(
                        request.timeout().filter(ClientCalls::isShorter).orElse(Deadline.MAX));
        try {
            ToolCall.Builder call = ToolCall.builder(arguments, caller).deadline(deadline);
            request.trace()
                    .ifPresent(
                            trace -> {
                                addAttribute(call, "traceparent", trace.parent());
                                addAttribute(call, "tracestate", trace.state());
                            });
            return now.execute(request.tool(), call.build());
        } catch (OutOfMemoryError e) {
            throw new ToolException(
                    ToolError.of(ErrorReason.OVERLOADED, tool, "host ran out of memory or threads"),
                    e);
        } catch (RuntimeException | Error e) {
            throw new ToolException(
                    ToolError.of(
                            ErrorReason.HOST_FAILURE,
                            tool,
                            "host failed [%s]".formatted(MessageText.quote(e.toString()))),
                    e);
        }
    }

    /** Adds an attribute. A value that an attribute cannot have is ignored. */
    private static void addAttribute(ToolCall.Builder call, String name, String value) {
        if (!value.isEmpty()
                && value.length() <= ToolCall.MAX_ATTRIBUTE_LENGTH
                && MessageText.isPrintable(value)) {
            ToolCall.Builder ignored = call.attribute(name, value);
        }
    }

    private static boolean isShorter(Duration timeout) {
        return timeout.compareTo(Deadline.MAX) < 0;
    }

    private static Json readArguments(String tool, ClientInput input)
            throws IOException, ToolException {
        byte[] bytes;
        input.waitAtMost(MAX_SILENCE);
        try {
            bytes = input.readNBytes(Json.MAX_BYTES + 1);
        } catch (InterruptedIOException e) {
            throw new ToolException(
                    ToolError.of(ErrorReason.MALFORMED_JSON, tool, String.valueOf(e.getMessage())),
                    e);
        }
        if (bytes.length > Json.MAX_BYTES) {
            throw ToolError.of(
                            ErrorReason.INPUT_TOO_LARGE,
                            tool,
                            "arguments exceed %s bytes"
                                    .formatted(MessageText.bytes(Json.MAX_BYTES)))
                    .toException();
        }
        try {
            return Json.parse(bytes);
        } catch (InvalidJsonException e) {
            throw new ToolException(
                    ToolError.of(
                            ErrorReason.MALFORMED_JSON,
                            tool,
                            "arguments are not JSON [%s]".formatted(e.getMessage())),
                    e);
        }
    }
}
