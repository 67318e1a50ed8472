package org.vexhost.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;

/**
 * Makes a span of each call. The parent of the span is the one that the caller names, if any. A
 * span never contains arguments, results or messages of errors, because these may contain secrets.
 */
final class CallTracer implements CallInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(CallTracer.class);
    private static final TextMapGetter<Map<String, String>> GETTER =
            (attributes, name) -> attributes == null ? null : attributes.get(name);

    private final Tracer tracer;
    private final Predicate<String> isDeployed;
    private final AtomicBoolean hasTold = new AtomicBoolean();

    /**
     * Creates the interceptor.
     *
     * @param isDeployed whether there is a tool with a name, serving or not
     */
    CallTracer(Tracer tracer, Predicate<String> isDeployed) {
        this.tracer = tracer;
        this.isDeployed = isDeployed;
    }

    /** Makes the span. No failure of that changes the outcome of the call. */
    @Override
    public ToolResult intercept(InterceptedCall call, Continuation next) throws ToolException {
        Span span = begin(call);
        try {
            ToolResult result = next.proceed();
            succeeded(span, result);
            return result;
        } catch (ToolException e) {
            failed(span, call, e);
            throw e;
        } catch (RuntimeException | Error e) {
            failed(span, call);
            throw e;
        } finally {
            end(span);
        }
    }

    private static boolean isMcp(InterceptedCall call) {
        return call.call().attributes().containsKey(SpanNames.MCP_VERSION.getKey());
    }

    private Span begin(InterceptedCall call) {
        Span span = Span.getInvalid();
        try {
            span = start(call);
            if (span.isRecording()) {
                describe(span, call);
            }
        } catch (RuntimeException | Error e) {
            tell(e);
        }
        return span;
    }

    private void succeeded(Span span, ToolResult result) {
        try {
            if (span.isRecording()) {
                identify(span, Optional.of(result.version()), result.artifactDigest());
                use(span, result.usage());
            }
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    private void failed(Span span, InterceptedCall call, ToolException failure) {
        try {
            if (span.isRecording()) {
                identify(span, call.version(), call.artifactDigest());
                fail(span, isMcp(call), failure.error());
            }
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    private void failed(Span span, InterceptedCall call) {
        try {
            fail(span, isMcp(call), ErrorReason.HOST_FAILURE);
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    private void end(Span span) {
        try {
            span.end();
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    /** Logs the first failure only, and not its message, which may contain secrets. */
    private void tell(Throwable failure) {
        try {
            if (hasTold.compareAndSet(false, true)) {
                LOG.warn(
                        "span of a call is incomplete or absent [{}]",
                        failure.getClass().getName());
            }
        } catch (RuntimeException | Error ignored) {
            // The call continues without a log line.
        }
    }

    private Span start(InterceptedCall call) {
        Optional<String> tool = knownName(call);
        String operation = isMcp(call) ? SpanNames.TOOLS_CALL : SpanNames.EXECUTE_TOOL;
        SpanBuilder builder =
                tracer.spanBuilder(tool.map(name -> operation + " " + name).orElse(operation))
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(parent(call.call().attributes()))
                        .setAttribute(SpanNames.OPERATION, SpanNames.EXECUTE_TOOL);
        tool.ifPresent(name -> builder.setAttribute(SpanNames.TOOL, name));
        return builder.startSpan();
    }

    private static void describe(Span span, InterceptedCall intercepted) {
        ToolCall call = intercepted.call();
        span.setAttribute(SpanNames.CALL_ID, call.callId())
                .setAttribute(
                        SpanNames.CALLER_KIND, call.caller().kind().name().toLowerCase(Locale.ROOT))
                .setAttribute(SpanNames.CALLER_NAME, call.caller().name());
        if (isMcp(intercepted)) {
            span.setAttribute(SpanNames.MCP_METHOD, SpanNames.TOOLS_CALL)
                    .setAttribute(
                            SpanNames.MCP_VERSION,
                            call.attributes().get(SpanNames.MCP_VERSION.getKey()))
                    .setAttribute(
                            SpanNames.TRANSPORT,
                            call.attributes().get(SpanNames.TRANSPORT.getKey()));
        }
    }

    /**
     * The name of the tool, unless there is no such tool. A name that only a request contains is in
     * no span: callers could otherwise make any number of names.
     */
    private Optional<String> knownName(InterceptedCall call) {
        return call.version().isPresent() || isDeployed.test(call.tool())
                ? Optional.of(call.tool())
                : Optional.empty();
    }

    /** The context that the caller names, as of W3C Trace Context; an invalid one is ignored. */
    private static Context parent(Map<String, String> attributes) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), attributes, GETTER);
    }

    private static void identify(Span span, Optional<String> version, Optional<String> digest) {
        version.ifPresent(text -> span.setAttribute(SpanNames.TOOL_VERSION, text));
        digest.ifPresent(text -> span.setAttribute(SpanNames.DIGEST, text));
    }

    private static void use(Span span, Usage usage) {
        span.setAttribute(SpanNames.FUEL, usage.fuelConsumed())
                .setAttribute(SpanNames.HOST_FUEL, usage.hostFuelConsumed())
                .setAttribute(SpanNames.MEMORY, usage.peakMemoryBytes());
    }

    private static void fail(Span span, boolean isMcp, ToolError error) {
        error.usage().ifPresent(usage -> use(span, usage));
        fail(span, isMcp, error.reason());
    }

    private static void fail(Span span, boolean isMcp, ErrorReason reason) {
        span.setStatus(StatusCode.ERROR, reason.name())
                .setAttribute(SpanNames.ERROR_TYPE, type(isMcp, reason))
                .setAttribute(SpanNames.ERROR_CODE, reason.code().name())
                .setAttribute(SpanNames.ERROR_REASON, reason.name());
    }

    private static String type(boolean isMcp, ErrorReason reason) {
        if (!isMcp) {
            return reason.name();
        }
        return reason == ErrorReason.NO_SUCH_TOOL ? SpanNames.INVALID_PARAMS : SpanNames.TOOL_ERROR;
    }
}
