package org.vexhost.gateway.rest;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.vexhost.api.ErrorDetail.QuotaExceeded;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.ProblemDetails;

/** Converts the outcomes of calls to HTTP responses. */
final class Answers {

    private Answers() {}

    static HttpResponse of(ToolResult result) {
        return HttpResponse.json(200, result.toJson().utf8());
    }

    /** Returns a problem with the whole error in its member {@code error}. */
    static HttpResponse of(ToolError error) {
        HttpResponse problem =
                ProblemDetails.of(
                        status(error.reason()),
                        error.code().name(),
                        error.message(),
                        Map.of("error", error.toJson()));
        if (error.detail().isPresent() && error.detail().get() instanceof QuotaExceeded quota) {
            return problem.with(
                    "Retry-After", Long.toString(Math.max(1, quota.retryAfter().toSeconds())));
        }
        return error.isRetryable() && problem.status() == 503
                ? problem.with("Retry-After", "1")
                : problem;
    }

    /** Returns the response for a future that completed with a failure. */
    static HttpResponse ofFailure(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ToolException refused) {
            return of(refused.error());
        }
        if (cause instanceof CancellationException) {
            return ProblemDetails.of(409, "CANCELLED", "the call was cancelled");
        }
        return ProblemDetails.of(500, "HOST_FAILURE", "the host failed; its log says why");
    }

    static HttpResponse json(int status, Json body) {
        return HttpResponse.json(status, body.utf8());
    }

    /** The HTTP status of an error. The table in docs/http.md lists the statuses. */
    static int status(ErrorReason reason) {
        return switch (reason) {
            case NO_SUCH_TOOL -> 404;
            case MALFORMED_JSON -> 400;
            case SCHEMA_VIOLATION, REJECTED_BY_TOOL -> 422;
            case INPUT_TOO_LARGE -> 413;
            case TRAP,
                    CALL_DEPTH,
                    OUTPUT_TOO_LARGE,
                    INVALID_OUTPUT,
                    OUT_OF_BOUNDS,
                    EXIT_CODE,
                    TOOL_FAILURE ->
                    502;
            case HOST_FAILURE -> 500;
            case CANCELLED -> 409;
            case FUEL, WALL_CLOCK -> 504;
            case CALLER_QUOTA -> 429;
            case REFUSED_BY_POLICY -> 403;
            default -> 503;
        };
    }
}
