package org.vexhost.gateway.rest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.vexhost.api.InvalidJsonException;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.TraceHeaders;
import org.vexhost.gateway.time.Ticker;

/** The route of {@code /api/v1/tools}: lists, describes and calls tools. */
final class ToolsRoute implements HttpRoute {

    static final String PATH = "/api/v1/tools";

    private static final int DEFAULT_WAIT_SECONDS = 30;
    private static final int MAX_WAIT_SECONDS = 600;

    /**
     * The shortest time before a call is answered with 202. It is long enough to check the
     * arguments, so invalid arguments are rejected and not first accepted with 202.
     */
    private static final long MIN_WAIT_MILLIS = 50;

    private static final String UNKNOWN = "Tool %s is not deployed";

    private final String path;
    private final ToolExecutor executor;
    private final KeptCalls calls;
    private final Ticker ticker;

    /**
     * Creates the route of a path.
     *
     * @param path {@link #PATH}, or the same with a slash for all paths below it
     */
    ToolsRoute(String path, ToolExecutor executor, KeptCalls calls, Ticker ticker) {
        this.path = path;
        this.executor = executor;
        this.calls = calls;
        this.ticker = ticker;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (exchange.path().equals(PATH)) {
            exchange.respond(list(exchange));
            return;
        }
        List<String> rest = List.of(exchange.path().substring(PATH.length() + 1).split("/", -1));
        if (rest.size() == 1) {
            exchange.respond(one(exchange, rest.get(0)));
        } else if (rest.size() == 2 && rest.get(1).equals("calls")) {
            call(exchange, rest.get(0));
        } else {
            exchange.respond(ProblemDetails.of(404, "NOT_FOUND", "nothing is here"));
        }
    }

    private HttpResponse list(HttpExchange exchange) {
        if (!exchange.method().equals("GET")) {
            return ProblemDetails.methodNotAllowed("GET");
        }
        Optional<Function<ToolDefinition, Json>> format = format(exchange);
        if (format.isEmpty()) {
            return ProblemDetails.of(400, "BAD_FORMAT", "format is not openai, anthropic or mcp");
        }
        StringBuilder text = new StringBuilder("{\"tools\":[");
        String separator = "";
        for (ToolDefinition tool : executor.list()) {
            if (exchange.access().maySee(tool.name())) {
                text.append(separator).append(format.get().apply(tool).text());
                separator = ",";
            }
        }
        return HttpResponse.json(
                200, text.append("]}").toString().getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse one(HttpExchange exchange, String name) {
        if (!exchange.method().equals("GET")) {
            return ProblemDetails.methodNotAllowed("GET");
        }
        Optional<Function<ToolDefinition, Json>> format = format(exchange);
        if (format.isEmpty()) {
            return ProblemDetails.of(400, "BAD_FORMAT", "format is not openai, anthropic or mcp");
        }
        if (exchange.access().maySee(name)) {
            for (ToolDefinition tool : executor.list()) {
                if (tool.name().equals(name)) {
                    return Answers.json(200, format.get().apply(tool));
                }
            }
        }
        return ProblemDetails.of(404, "NOT_FOUND", UNKNOWN.formatted(MessageText.quote(name)));
    }

    private static Optional<Function<ToolDefinition, Json>> format(HttpExchange exchange) {
        return switch (exchange.parameter("format").orElse("").toLowerCase(Locale.ROOT)) {
            case "" -> Optional.of(ToolText::describe);
            case "openai" -> Optional.of(ToolDefinition::toOpenAi);
            case "anthropic" -> Optional.of(ToolDefinition::toAnthropic);
            case "mcp" -> Optional.of(ToolDefinition::toMcp);
            default -> Optional.empty();
        };
    }

    private void call(HttpExchange exchange, String name) {
        if (!exchange.method().equals("POST")) {
            exchange.respond(ProblemDetails.methodNotAllowed("POST"));
            return;
        }
        if (exchange.body().length == 0) {
            exchange.respond(
                    ProblemDetails.of(
                            400,
                            "INVALID_ARGUMENTS",
                            "body is empty; a call without arguments has the body {}"));
            return;
        }
        if (!isJson(exchange.header("Content-Type").orElse(""))) {
            exchange.respond(
                    ProblemDetails.of(415, "NOT_JSON", "content type is not application/json"));
            return;
        }
        int wait;
        Json arguments;
        try {
            wait = waitSeconds(exchange);
            arguments = Json.parse(exchange.body());
        } catch (NumberFormatException e) {
            exchange.respond(
                    ProblemDetails.of(
                            400,
                            "BAD_WAIT",
                            "wait is not an integer of 0 to %d seconds"
                                    .formatted(MAX_WAIT_SECONDS)));
            return;
        } catch (InvalidJsonException e) {
            exchange.respond(
                    ProblemDetails.of(
                            400, "INVALID_ARGUMENTS", "body is not JSON [" + e.getMessage() + "]"));
            return;
        }
        ToolCall.Builder call = ToolCall.builder(arguments, exchange.access().caller());
        TraceHeaders.of(exchange).forEach(call::attribute);
        begin(exchange, name, call.build(), wait);
    }

    private void begin(HttpExchange exchange, String name, ToolCall call, int wait) {
        CompletableFuture<ToolResult> future = executor.submit(name, call);
        AtomicBoolean isAnswered = new AtomicBoolean();
        Runnable accept = () -> accept(exchange, name, call, future, isAnswered);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
        // The shared ticker checks the deadline. A timer for each call would wake a thread for each
        // call.
        Ticker.Ticking look =
                now -> {
                    if (now - deadline >= 0) {
                        accept.run();
                    }
                };
        if (wait == 0) {
            ticker.later(MIN_WAIT_MILLIS, accept);
        } else {
            ticker.add(look);
        }
        CompletableFuture<ToolResult> ignored =
                future.whenComplete(
                        (result, failure) -> {
                            ticker.remove(look);
                            if (isAnswered.compareAndSet(false, true)) {
                                exchange.respond(
                                        failure == null
                                                ? Answers.of(result)
                                                : Answers.ofFailure(failure));
                            }
                        });
    }

    /** Stores the call, and responds that the client can fetch the result later. */
    private void accept(
            HttpExchange exchange,
            String name,
            ToolCall call,
            CompletableFuture<ToolResult> future,
            AtomicBoolean isAnswered) {
        if (!isAnswered.compareAndSet(false, true)) {
            return;
        }
        if (!calls.keep(call.callId(), call.caller(), name, future)) {
            future.cancel(true);
            exchange.respond(
                    ProblemDetails.of(
                                    429,
                                    "TOO_MANY_CALLS",
                                    "the caller has %d calls whose results wait for it"
                                            .formatted(KeptCalls.MAX_PER_CALLER))
                            .with("Retry-After", "5"));
            return;
        }
        String location = CallsRoute.PATH + call.callId();
        exchange.respond(
                HttpResponse.json(
                                202,
                                ToolText.running(call.callId(), name)
                                        .getBytes(StandardCharsets.UTF_8))
                        .with("Location", location));
    }

    private static int waitSeconds(HttpExchange exchange) {
        Optional<String> text = exchange.parameter("wait");
        if (text.isEmpty()) {
            return DEFAULT_WAIT_SECONDS;
        }
        int seconds = Integer.parseInt(text.get());
        if (seconds < 0 || seconds > MAX_WAIT_SECONDS) {
            throw new NumberFormatException("out of range");
        }
        return seconds;
    }

    private static boolean isJson(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().equals("application/json");
    }
}
