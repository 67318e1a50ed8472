package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** The spans that a real host sends to a collector. */
@DisplayName("Traces of a host")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TracesIT {

    private static final String AGENT = "agent-token";
    private static final String MONITOR = "monitor-token";
    private static final String SECRET = "open-sesame-4711";
    private static final String CREDENTIAL = "Basic bWU6b3Blbg==";
    private static final String BUNDLE = "org.vexhost.traces";
    private static final String LIBRARY = "io.opentelemetry.";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final int CALLS_WHILE_IT_HANGS = 200;

    @TempDir private static Path folder;
    private FakeCollector collector;
    private HttpHost host;
    private Path home;
    private Path classes;
    private String url = "";

    @BeforeAll
    void start() throws Exception {
        collector = new FakeCollector();
        home = folder.resolve("home");
        classes = folder.resolve("classes.log");
        int port = HttpHost.freePort();
        url = "http://127.0.0.1:" + port;
        HttpHost.settings(home, "port = %d\nmetrics.listener = main\n".formatted(port));
        HttpHost.caller(home, "agent", AGENT, "");
        HttpHost.caller(home, "prometheus", MONITOR, ", \"roles\": [\"monitor\"]");
        host =
                HttpHost.start(
                        home,
                        "-Xlog:class+load=info:file=" + classes,
                        HttpClient.newHttpClient(),
                        "main");
        host.process().deployExample("echo");
        Reply ignored = host.process().awaitCall("echo", "{}");
    }

    @AfterAll
    void stop() {
        host.close();
        collector.close();
    }

    private static String parent(int call) {
        return "00-%s%04x-%s-01".formatted(TRACE.substring(0, 28), call, PARENT);
    }

    /** The span of a call that named {@link #parent} with the same number. */
    private FakeCollector.Seen span(int call) throws Exception {
        Predicate<FakeCollector.Seen> isIts =
                seen -> hex(seen.span().getTraceId()).equals(parent(call).substring(3, 35));
        await(() -> collector.spans().stream().anyMatch(isIts), () -> "no span of " + call);
        List<FakeCollector.Seen> found = collector.spans().stream().filter(isIts).toList();
        assertEquals(1, found.size());
        return found.get(0);
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static void await(BooleanSupplier wanted, Supplier<String> otherwise)
            throws InterruptedException {
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (!wanted.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, otherwise);
            Thread.sleep(20);
        }
    }

    private HttpResponse<String> callByHttp(String tool, String arguments, int call)
            throws Exception {
        return host.send(
                host.request(url + "/api/v1/tools/" + tool + "/calls", AGENT)
                        .header("Content-Type", "application/json")
                        .header("traceparent", parent(call))
                        .header("tracestate", "vendor=x")
                        .POST(BodyPublishers.ofString(arguments)));
    }

    private HttpResponse<String> callByMcp(String tool, int call) throws Exception {
        String body =
                """
                {"jsonrpc":"2.0","id":1,"method":"tools/call",
                 "params":{"name":"%s","arguments":{"a":"%s"},"_meta":{
                 "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                 "io.modelcontextprotocol/clientCapabilities":{},"traceparent":"%s"}}}
                """
                        .formatted(tool, SECRET, parent(call));
        return host.send(
                host.request(url + "/mcp", AGENT)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", tool)
                        .POST(BodyPublishers.ofString(body)));
    }

    private void settings(String lines) throws Exception {
        Files.writeString(home.resolve("etc/org.vexhost.traces.cfg"), lines);
    }

    private String settingsOfTheCollector() {
        return "endpoint = %s\nheadersFile = etc/traces.headers\ntimeoutMillis = 60000\n"
                .formatted(collector.url());
    }

    private String bundles() throws Exception {
        return host.process().shell("felix:lb -s").out();
    }

    private double metric(String name) throws Exception {
        HttpResponse<String> answer = host.get(url + "/metrics", MONITOR);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(-1);
    }

    @Test
    @Order(1)
    void costNothingWhileTheyAreOff() throws Exception {
        assertEquals(200, callByHttp("echo", "{}", 1).statusCode());
        assertFalse(bundles().contains(BUNDLE));
        assertEquals(List.of(), collector.bodies());
        List<String> loaded = Files.readAllLines(classes);
        assertTrue(loaded.size() > 1_000, () -> loaded.size() + " classes");
        assertTrue(loaded.stream().anyMatch(line -> line.contains("org.vexhost.audit.")));
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(line -> line.contains(LIBRARY) || line.contains(BUNDLE + "."))
                        .toList());
    }

    @Test
    @Order(2)
    void areSentWhenASettingSaysSoInTheTraceOfTheCaller() throws Exception {
        Path headers = home.resolve("etc/traces.headers");
        Files.writeString(headers, "Authorization: " + CREDENTIAL + "\n");
        Files.setPosixFilePermissions(headers, PosixFilePermissions.fromString("rw-------"));
        settings("enabled = true\n" + settingsOfTheCollector());
        List<String> begun = host.process().awaitLog("calls have spans");
        assertTrue(begun.get(0).contains(collector.url() + "/v1/traces"), begun.get(0));

        HttpResponse<String> answer = callByHttp("echo", "{\"a\":\"" + SECRET + "\"}", 2);
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(SECRET), answer.body());
        FakeCollector.Seen seen = span(2);
        assertEquals("execute_tool echo", seen.span().getName());
        assertEquals(Span.SpanKind.SPAN_KIND_SERVER, seen.span().getKind());
        assertEquals(PARENT, hex(seen.span().getParentSpanId()));
        assertEquals("vendor=x", seen.span().getTraceState());
        assertEquals(StatusCode.STATUS_CODE_UNSET, seen.span().getStatus().getCode());
        assertTrue(seen.span().getEndTimeUnixNano() > seen.span().getStartTimeUnixNano());
        assertEquals("execute_tool", seen.attributes().get("gen_ai.operation.name"));
        assertEquals("echo", seen.attributes().get("gen_ai.tool.name"));
        assertEquals("client", seen.attributes().get("vexhost.caller.kind"));
        assertEquals("agent", seen.attributes().get("vexhost.caller.name"));
        assertTrue(seen.attributes().get("vexhost.artifact.digest").startsWith("sha256:"));
        assertTrue(Long.parseLong(seen.attributes().get("vexhost.fuel.consumed")) > 0);
        assertTrue(Long.parseLong(seen.attributes().get("vexhost.memory.peak")) > 0);
        assertEquals("vexhost", seen.resource().get("service.name"));
        assertFalse(seen.resource().get("service.version").isEmpty());
        assertEquals(CREDENTIAL, seen.authorization());
        assertFalse(host.process().log().contains(CREDENTIAL), "the credential is in the log");
    }

    @Test
    @Order(3)
    void haveTheContextOfMcpAndOfTheCommandLine() throws Exception {
        HttpResponse<String> answer = callByMcp("echo", 3);
        assertTrue(answer.body().contains(SECRET), answer.body());
        FakeCollector.Seen mcp = span(3);
        assertEquals("tools/call echo", mcp.span().getName());
        assertEquals(PARENT, hex(mcp.span().getParentSpanId()));
        assertEquals("tools/call", mcp.attributes().get("mcp.method.name"));
        assertEquals("2026-07-28", mcp.attributes().get("mcp.protocol.version"));
        assertEquals("tcp", mcp.attributes().get("network.transport"));

        Reply reply =
                HostProcess.execute(
                        "",
                        List.of(
                                "env",
                                "TRACEPARENT=" + parent(4),
                                HostProcess.script(),
                                "call",
                                "--home",
                                home.toString(),
                                "echo",
                                "{}"));
        assertEquals(0, reply.status(), reply.toString());
        FakeCollector.Seen line = span(4);
        assertEquals(PARENT, hex(line.span().getParentSpanId()));
        assertEquals("user", line.attributes().get("vexhost.caller.kind"));
    }

    @Test
    @Order(4)
    void sayWhyACallFailedAndHaveNoNameThatACallerMadeUp() throws Exception {
        assertEquals(422, callByHttp("echo", "[\"" + SECRET + "\"]", 5).statusCode());
        FakeCollector.Seen failed = span(5);
        assertEquals(StatusCode.STATUS_CODE_ERROR, failed.span().getStatus().getCode());
        assertEquals("SCHEMA_VIOLATION", failed.span().getStatus().getMessage());
        assertEquals("SCHEMA_VIOLATION", failed.attributes().get("error.type"));
        assertEquals("execute_tool echo", failed.span().getName());

        assertEquals(404, callByHttp("made-up", "{}", 6).statusCode());
        FakeCollector.Seen unknown = span(6);
        assertEquals("execute_tool", unknown.span().getName());
        assertEquals("NO_SUCH_TOOL", unknown.attributes().get("error.type"));
        for (String body : collector.bodies()) {
            assertFalse(body.contains("made-up"), "a name of a caller");
            assertFalse(body.contains(SECRET), "an argument or a result");
        }
        await(
                () -> {
                    try {
                        return metric("vexhost_traces_spans_sent_total") >= 5;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                () -> "sent spans are not counted");
        assertEquals(0, metric("vexhost_traces_spans_lost_total"));
    }

    @Test
    @Order(5)
    void thatAreConfiguredWronglyGoOnAsBefore() throws Exception {
        settings("enabled = true\nsamplingRatio = 2\n" + settingsOfTheCollector());
        List<String> lines = host.process().awaitLog("org.vexhost.traces.cfg is invalid");
        assertTrue(
                lines.get(0).contains("samplingRatio is not a number of 0 to 1 ['2']"),
                lines.get(0));
        assertEquals(200, callByHttp("echo", "{}", 7).statusCode());
        assertEquals("execute_tool echo", span(7).span().getName());
    }

    @Test
    @Order(6)
    void goAwayWithTheSettingAndComeBack() throws Exception {
        settings("enabled = false\n" + settingsOfTheCollector());
        List<String> ended = host.process().awaitLog("is uninstalled, because settings");
        assertTrue(ended.get(0).contains(BUNDLE), ended.get(0));
        assertFalse(bundles().contains(BUNDLE));
        int before = collector.bodies().size();
        assertEquals(200, callByHttp("echo", "{}", 8).statusCode());
        assertEquals(-1, metric("vexhost_traces_spans_sent_total"));
        assertEquals(before, collector.bodies().size());
        settings("enabled = true\n" + settingsOfTheCollector());
        await(
                () -> {
                    try {
                        return metric("vexhost_traces_spans_sent_total") == 0;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                () -> "traces do not come back");
        assertEquals(200, callByHttp("echo", "{}", 9).statusCode());
        assertEquals("execute_tool echo", span(9).span().getName());
    }

    @Test
    @Order(7)
    void ofACollectorThatHangsDelayNeitherCallsNorTheStop() throws Exception {
        collector.hang();
        long start = System.nanoTime();
        for (int i = 0; i < CALLS_WHILE_IT_HANGS; i++) {
            assertEquals(200, callByHttp("echo", "{}", 100 + i).statusCode());
        }
        Duration calls = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(calls.compareTo(Duration.ofSeconds(30)) < 0, calls::toString);
        await(() -> collector.hung() > 0, () -> "nothing is sent");
        start = System.nanoTime();
        host.process().terminate();
        assertEquals(0, host.process().awaitEnd());
        Duration stop = Duration.ofNanos(System.nanoTime() - start);
        // The timeout of a request is a minute.
        assertTrue(stop.compareTo(Duration.ofSeconds(30)) < 0, stop::toString);
        List<String> lost = host.process().awaitLog("spans are lost, collector");
        assertTrue(lost.get(0).contains(collector.url()), lost.get(0));
        // The library would print what it logs.
        assertFalse(host.process().printed().contains(LIBRARY), host.process().printed());
    }

    @Test
    @Order(8)
    void areThereFromTheFirstCallAfterAStart() throws Exception {
        collector.close();
        collector = new FakeCollector();
        settings("enabled = true\n" + settingsOfTheCollector());
        host.process().restart();
        Reply reply = host.process().awaitCall("echo", "{}");
        assertEquals(0, reply.status(), reply.toString());
        await(() -> !collector.spans().isEmpty(), () -> "no span after a start");
        assertTrue(bundles().contains(BUNDLE));
    }
}
