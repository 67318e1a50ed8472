package org.vexhost.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.CallInterceptor.Continuation;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.Json;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;

@DisplayName("The span of a call")
class CallTracerTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final Map<String, String> MCP =
            Map.of("mcp.protocol.version", "2025-11-25", "network.transport", "tcp");
    private static final ToolResult RESULT =
            ToolResult.builder(Json.parse("\"" + FakeCall.SECRET + "\""), "echo", "1.0.1")
                    .artifactDigest(Optional.of(FakeCall.DIGEST))
                    .usage(new Usage(16, 5, 100, 65_536))
                    .build();

    private final RecordingExporter exporter = new RecordingExporter();
    private final CallTracer tracer = tracer(Sampler.parentBased(Sampler.alwaysOn()));

    private CallTracer tracer(Sampler sampler) {
        return new CallTracer(
                SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build()
                        .get("test"),
                Set.of("blocked")::contains);
    }

    private SpanData trace(FakeCall call, Continuation next) {
        try {
            ToolResult result = tracer.intercept(call, next);
            assertSame(RESULT, result);
        } catch (ToolException e) {
            assertTrue(e.error().message().contains(FakeCall.SECRET));
        }
        assertEquals(1, exporter.spans().size());
        SpanData span = exporter.spans().get(0);
        assertFalse(span.toString().contains(FakeCall.SECRET), span::toString);
        return span;
    }

    private static Continuation failing(ErrorReason reason) {
        return () -> {
            throw ToolError.of(reason, "echo", "message with " + FakeCall.SECRET).toException();
        };
    }

    private static Map<String, Object> attributes(SpanData span) {
        Map<String, Object> all = new TreeMap<>();
        span.getAttributes()
                .forEach((AttributeKey<?> key, Object value) -> all.put(key.getKey(), value));
        return all;
    }

    @Test
    void hasWhatItUsed() {
        SpanData span = trace(FakeCall.served(Map.of()), () -> RESULT);
        assertEquals("execute_tool echo", span.getName());
        assertEquals(SpanKind.SERVER, span.getKind());
        assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
        assertFalse(span.getParentSpanContext().isValid());
        assertEquals(
                Map.ofEntries(
                        Map.entry("gen_ai.operation.name", "execute_tool"),
                        Map.entry("gen_ai.tool.name", "echo"),
                        Map.entry("vexhost.artifact.digest", FakeCall.DIGEST),
                        Map.entry("vexhost.call.id", "call-1"),
                        Map.entry("vexhost.caller.kind", "client"),
                        Map.entry("vexhost.caller.name", "agent"),
                        Map.entry("vexhost.fuel.consumed", 16L),
                        Map.entry("vexhost.host_fuel.consumed", 5L),
                        Map.entry("vexhost.memory.peak", 65_536L),
                        Map.entry("vexhost.tool.version", "1.0.1")),
                attributes(span));
    }

    @Test
    void ofAClientOfMcpHasTheNamesOfTheProtocol() {
        SpanData span = trace(FakeCall.served(MCP), () -> RESULT);
        assertEquals("tools/call echo", span.getName());
        Map<String, Object> attributes = attributes(span);
        assertEquals("tools/call", attributes.get("mcp.method.name"));
        assertEquals("2025-11-25", attributes.get("mcp.protocol.version"));
        assertEquals("tcp", attributes.get("network.transport"));
        assertEquals("execute_tool", attributes.get("gen_ai.operation.name"));
    }

    @Test
    void belongsToTheCallersTrace() {
        SpanData span =
                trace(
                        FakeCall.served(
                                Map.of(
                                        "traceparent",
                                        "00-%s-%s-01".formatted(TRACE, PARENT),
                                        "tracestate",
                                        "a=b")),
                        () -> RESULT);
        assertEquals(TRACE, span.getTraceId());
        assertEquals(PARENT, span.getParentSpanId());
        assertTrue(span.getParentSpanContext().isRemote());
        assertEquals("b", span.getSpanContext().getTraceState().get("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
            })
    void ignoresAnInvalidTraceparent(String parent) {
        SpanData span = trace(FakeCall.served(Map.of("traceparent", parent)), () -> RESULT);
        assertFalse(span.getParentSpanContext().isValid(), span::toString);
        assertFalse(span.getTraceId().equals(TRACE));
    }

    @Test
    void isLeftOutIfTheCallerDoesNotRecordItsTrace() throws ToolException {
        String parent = "00-%s-%s-00".formatted(TRACE, PARENT);
        ToolResult result =
                tracer.intercept(FakeCall.served(Map.of("traceparent", parent)), () -> RESULT);
        assertSame(RESULT, result);
        assertEquals(List.of(), exporter.spans());
    }

    @Test
    void isThereAtRatioZeroIfTheCallerRecordsItsTrace() throws ToolException {
        CallTracer few = tracer(Sampler.parentBased(Sampler.traceIdRatioBased(0)));
        ToolResult first = few.intercept(FakeCall.served(Map.of()), () -> RESULT);
        assertSame(RESULT, first);
        assertEquals(List.of(), exporter.spans());
        String parent = "00-%s-%s-01".formatted(TRACE, PARENT);
        ToolResult second =
                few.intercept(FakeCall.served(Map.of("traceparent", parent)), () -> RESULT);
        assertSame(RESULT, second);
        assertEquals(1, exporter.spans().size());
    }

    @Test
    void ofAFailedCallHasTheReasonAndNotTheMessage() {
        SpanData span = trace(FakeCall.served(Map.of()), failing(ErrorReason.FUEL));
        assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
        assertEquals("FUEL", span.getStatus().getDescription());
        Map<String, Object> attributes = attributes(span);
        assertEquals("FUEL", attributes.get("error.type"));
        assertEquals("FUEL", attributes.get("vexhost.error.reason"));
        assertEquals("TIMEOUT", attributes.get("vexhost.error.code"));
        assertEquals("1.0.0", attributes.get("vexhost.tool.version"));
        assertFalse(attributes.containsKey("vexhost.fuel.consumed"));
        assertEquals(List.of(), span.getEvents());
    }

    @Test
    void ofAFailedCallHasWhatItUsedIfThatIsKnown() {
        SpanData span =
                trace(
                        FakeCall.served(MCP),
                        () -> {
                            throw ToolError.of(ErrorReason.TRAP, "echo", FakeCall.SECRET)
                                    .withUsage(new Usage(7, 1, 0, 10))
                                    .toException();
                        });
        Map<String, Object> attributes = attributes(span);
        assertEquals(7L, attributes.get("vexhost.fuel.consumed"));
        assertEquals("tool_error", attributes.get("error.type"));
        assertEquals("TRAP", attributes.get("vexhost.error.reason"));
    }

    @Test
    void ofAHostThatFailsIsAnErrorToo() {
        assertThrows(
                IllegalStateException.class,
                () ->
                        tracer.intercept(
                                FakeCall.served(Map.of()),
                                () -> {
                                    throw new IllegalStateException(FakeCall.SECRET);
                                }));
        SpanData span = exporter.spans().get(0);
        assertEquals("HOST_FAILURE", span.getStatus().getDescription());
        assertFalse(span.toString().contains(FakeCall.SECRET));
    }

    @Test
    void hasNoNameThatOnlyTheRequestContains() {
        SpanData span =
                trace(
                        FakeCall.of("made-up-by-the-caller", Optional.empty(), MCP),
                        failing(ErrorReason.NO_SUCH_TOOL));
        assertEquals("tools/call", span.getName());
        assertFalse(span.toString().contains("made-up"), span::toString);
        assertEquals("-32602", attributes(span).get("error.type"));
        assertEquals("NO_SUCH_TOOL", attributes(span).get("vexhost.error.reason"));
    }

    @Test
    void hasTheNameOfAToolThatIsDeployedButDoesNotServe() {
        SpanData span =
                trace(
                        FakeCall.of("blocked", Optional.empty(), Map.of()),
                        failing(ErrorReason.CAPABILITY_NOT_GRANTED));
        assertEquals("execute_tool blocked", span.getName());
        assertEquals("blocked", attributes(span).get("gen_ai.tool.name"));
    }

    private static Tracer tracer(Span span) {
        return name -> {
            SpanBuilder builder = SdkTracerProvider.builder().build().get("test").spanBuilder(name);
            return proxy(
                    SpanBuilder.class,
                    (self, method, arguments) -> {
                        if (method.getName().equals("startSpan")) {
                            return span;
                        }
                        assertNotNull(method.invoke(builder, arguments));
                        return self;
                    });
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        CallTracerTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static void assertKeepsOutcomes(CallTracer failing) throws ToolException {
        assertSame(RESULT, failing.intercept(FakeCall.served(MCP), () -> RESULT));
        ToolException refusal = ToolError.of(ErrorReason.FUEL, "echo", "no fuel").toException();
        assertSame(
                refusal,
                assertThrows(
                        ToolException.class,
                        () ->
                                failing.intercept(
                                        FakeCall.served(MCP),
                                        () -> {
                                            throw refusal;
                                        })));
        IllegalStateException defect = new IllegalStateException();
        assertSame(
                defect,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                failing.intercept(
                                        FakeCall.served(MCP),
                                        () -> {
                                            throw defect;
                                        })));
    }

    @Test
    void thatCannotBeginChangesNoOutcome() throws ToolException {
        assertKeepsOutcomes(
                new CallTracer(
                        name -> {
                            throw new LinkageError("no class");
                        },
                        name -> true));
        assertKeepsOutcomes(
                new CallTracer(
                        tracer(Span.getInvalid()),
                        name -> {
                            throw new IllegalStateException("no tools");
                        }));
    }

    @Test
    void thatFailsAtEachStepChangesNoOutcome() throws ToolException {
        AtomicInteger ends = new AtomicInteger();
        Span span =
                proxy(
                        Span.class,
                        (self, method, arguments) -> {
                            if (method.getName().equals("isRecording")) {
                                return true;
                            }
                            if (method.getName().equals("end")) {
                                ends.incrementAndGet();
                            }
                            throw new LinkageError("no class");
                        });
        assertKeepsOutcomes(new CallTracer(tracer(span), name -> true));
        assertEquals(3, ends.get());
    }
}
