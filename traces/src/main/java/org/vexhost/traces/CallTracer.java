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
import java.util.function.Predicate;
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

    private static final TextMapGetter<Map<String, String>> GETTER =
            (attributes, name) -> attributes == null ? null : attributes.get(name);

    private final Tracer tracer;
    private final Predicate<String> isDeployed;

    /**
     * Creates the interceptor.
     *
     * @param isDeployed whether there is a tool with a name, serving or not
     */
    CallTracer(Tracer tracer, Predicate<String> isDeployed) {
        this.tracer = tracer;
        this.isDeployed = isDeployed;
    }

    @Override
    public ToolResult intercept(InterceptedCall call, Continuation next) throws ToolException {
        boolean isMcp = call.call().attributes().containsKey(SpanNames.MCP_VERSION.getKey());
        Span span = begin(call, isMcp);
        try {
            ToolResult result = next.proceed();
            if (span.isRecording()) {
                identify(span, Optional.of(result.version()), result.artifactDigest());
                use(span, result.usage());
            }
            return result;
        } catch (ToolException e) {
            if (span.isRecording()) {
                identify(span, call.version(), call.artifactDigest());
                fail(span, isMcp, e.error());
            }
            throw e;
        } catch (RuntimeException | Error e) {
            fail(span, isMcp, ErrorReason.HOST_FAILURE);
            throw e;
        } finally {
            span.end();
        }
    }

    private Span begin(InterceptedCall intercepted, boolean isMcp) {
        ToolCall call = intercepted.call();
        Optional<String> tool = knownName(intercepted);
        String operation = isMcp ? SpanNames.TOOLS_CALL : SpanNames.EXECUTE_TOOL;
        SpanBuilder builder =
                tracer.spanBuilder(tool.map(name -> operation + " " + name).orElse(operation))
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(parent(call.attributes()))
                        .setAttribute(SpanNames.OPERATION, SpanNames.EXECUTE_TOOL);
        tool.ifPresent(name -> builder.setAttribute(SpanNames.TOOL, name));
        Span span = builder.startSpan();
        if (span.isRecording()) {
            span.setAttribute(SpanNames.CALL_ID, call.callId())
                    .setAttribute(
                            SpanNames.CALLER_KIND,
                            call.caller().kind().name().toLowerCase(Locale.ROOT))
                    .setAttribute(SpanNames.CALLER_NAME, call.caller().name());
            if (isMcp) {
                span.setAttribute(SpanNames.MCP_METHOD, SpanNames.TOOLS_CALL)
                        .setAttribute(
                                SpanNames.MCP_VERSION,
                                call.attributes().get(SpanNames.MCP_VERSION.getKey()))
                        .setAttribute(
                                SpanNames.TRANSPORT,
                                call.attributes().get(SpanNames.TRANSPORT.getKey()));
            }
        }
        return span;
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
