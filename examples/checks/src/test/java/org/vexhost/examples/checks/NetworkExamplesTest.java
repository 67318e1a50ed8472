package org.vexhost.examples.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Caller;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.SecretSource;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.http.HttpModule;
import org.vexhost.http.address.NameResolver;
import org.vexhost.http.exchange.HttpHost;
import org.vexhost.http.exchange.HttpLimits;
import org.vexhost.http.secret.Secrets;
import org.vexhost.sandbox.Abi;
import org.vexhost.sandbox.WasmEngine;
import org.vexhost.sandbox.WasmTool;
import org.vexhost.sandbox.WasmToolSpec;
import org.vexhost.wasi.WasiModule;
import tools.jackson.databind.JsonNode;

@DisplayName("A tool that asks a server")
class NetworkExamplesTest {

    private static final String KEY = "key-0123456789abcdef";
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    private static final List<String> KEYS = new CopyOnWriteArrayList<>();

    private static HttpServer server;
    private static WasmEngine engine;
    private static Secrets secrets;
    private static HttpModule http;

    @BeforeAll
    static void begin() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/page", page -> answer(page, "text/html", "<TITLE> A\n page</TITLE>"));
        server.createContext(
                "/api", page -> answer(page, "application/json", "{\"b\":1,\"a\":[]}"));
        server.createContext("/key", NetworkExamplesTest::echoKey);
        server.start();
        secrets = new Secrets(new OneSecret());
        http =
                new HttpModule(
                        new HttpHost(
                                HttpLimits.DEFAULT, NameResolver.SYSTEM, SSLContext.getDefault()),
                        secrets);
        engine = WasmEngine.builder().hostModule(new WasiModule()).hostModule(http).build();
    }

    @AfterAll
    static void end() {
        engine.close();
        http.close();
        secrets.close();
        server.stop(0);
    }

    /** What an operator keeps. */
    private static final class OneSecret implements SecretSource {
        @Override
        public Set<String> names() {
            return Set.of("API_KEY");
        }

        @Override
        public Optional<byte[]> read(String name) {
            return name.equals("API_KEY")
                    ? Optional.of(KEY.getBytes(StandardCharsets.US_ASCII))
                    : Optional.empty();
        }
    }

    private static void echoKey(HttpExchange exchange) throws IOException {
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        KEYS.add(key);
        String hex =
                HexFormat.of()
                        .formatHex(key.replace("Bearer ", "").getBytes(StandardCharsets.US_ASCII));
        answer(
                exchange,
                "application/json",
                "{\"got\": \"%s\", \"hex\": \"%s\", \"price\": 12.50, \"open\": true, \"list\": [1]}"
                        .formatted(key, hex));
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        ASKED.add(exchange.getRequestURI().toString());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static JsonNode ask(String url, Grant... grants) throws Exception {
        return ask("url-status", Abi.COMMAND, Set.of(Capability.NETWORK), url, grants);
    }

    private static JsonNode ask(
            String tool, Abi abi, Set<Capability> capabilities, String url, Grant... grants)
            throws Exception {
        Path folder = Example.ROOT.resolve("network").resolve(tool);
        WasmToolSpec spec =
                WasmToolSpec.builder()
                        .definition(ToolDefinition.of(tool, "1.0.0", "asks", Json.parse("true")))
                        .module(Files.readAllBytes(folder.resolve(tool + ".wasm")))
                        .abi(abi)
                        .limits(
                                SandboxLimits.builder()
                                        .maxMemoryBytes(128 << 20)
                                        .maxFuel(5_000_000_000L)
                                        .maxTableElements(10_000)
                                        .build())
                        .capabilities(capabilities)
                        .grants(() -> Grants.of(grants))
                        .build();
        try (WasmTool prepared = engine.prepare(spec)) {
            Json arguments = Json.parse("{\"url\":\"" + url + "\"}");
            Json answer = prepared.run(ToolCall.of(arguments, Caller.host("test"))).output();
            return Example.JSON.readTree(answer.text());
        }
    }

    private static JsonNode askWithKey(String url, Grant... grants) throws Exception {
        return ask("json-api", Abi.VEX, Set.of(Capability.NETWORK, Capability.SECRET), url, grants);
    }

    @Test
    void getsItsAnswerWhereItWasGranted() throws Exception {
        Grant[] grants = {new Grant.Network(origin()), new Grant.AddressRange("127.0.0.1/32")};
        JsonNode page = ask(origin() + "/page", grants);
        assertEquals(200, page.path("status").asInt(), page.toString());
        assertEquals("A page", page.path("title").asString());
        JsonNode api = ask(origin() + "/api?q=1", grants);
        assertEquals("[\"a\",\"b\"]", api.path("members").toString(), api.toString());
        assertTrue(ASKED.contains("/api?q=1"), ASKED.toString());
    }

    @Test
    void isToldWhyWhereItWasNot() throws Exception {
        ASKED.clear();
        JsonNode ungranted = ask(origin() + "/page");
        assertEquals(-1, ungranted.path("errorCode").asInt(), ungranted.toString());
        assertTrue(ungranted.path("error").asString().contains("not granted"));
        JsonNode unopened = ask(origin() + "/page", new Grant.Network(origin()));
        assertTrue(unopened.path("error").asString().contains("loopback"), unopened.toString());
        assertEquals(List.of(), ASKED);
    }

    @Test
    void asksWithAKeyThatItNeverSees() throws Exception {
        Grant secret = new Grant.Secret("API_KEY", Set.of(origin()), Set.of("authorization"));
        Grant[] grants = {
            new Grant.Network(origin()), new Grant.AddressRange("127.0.0.1/32"), secret
        };
        KEYS.clear();
        JsonNode answer = askWithKey(origin() + "/key", grants);
        assertEquals(List.of("Bearer " + KEY), KEYS, answer.toString());
        assertEquals(200, answer.path("status").asInt(), answer.toString());
        JsonNode members = answer.path("members");
        assertEquals("Bearer " + "*".repeat(KEY.length()), members.path("got").asString());
        assertEquals("*".repeat(2 * KEY.length()), members.path("hex").asString());
        assertEquals(12.50, members.path("price").asDouble());
        assertTrue(members.path("open").asBoolean(), answer.toString());
        assertTrue(members.path("list").isMissingNode(), answer.toString());
        assertFalse(answer.toString().contains(KEY), answer.toString());

        JsonNode ungranted = askWithKey(origin() + "/key", grants[0], grants[1]);
        assertEquals(-1, ungranted.path("errorCode").asInt(), ungranted.toString());
        Grant elsewhere =
                new Grant.Secret("API_KEY", Set.of("http://a.test"), Set.of("authorization"));
        JsonNode other = askWithKey(origin() + "/key", grants[0], grants[1], elsewhere);
        assertEquals(-12, other.path("errorCode").asInt(), other.toString());
        assertTrue(other.path("error").asString().contains("not granted for"), other.toString());
        assertEquals(1, KEYS.size());
    }
}
