package org.vexhost.gateway.http.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.Recognition;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.settings.HttpSettings;
import org.vexhost.gateway.http.settings.HttpSettingsReader;

@DisplayName("Before a request is answered")
class GateTest {

    private static final CallerAccess KNOWN = AnonymousAccess.NOBODY;

    private final Map<String, Object> settings =
            new HashMap<>(Map.of("port", "8765", "allowedOrigins", "https://chat.example"));
    private final FakeCallers callers = new FakeCallers();

    @Test
    void aTokenIsRecognisedByTheDirectoryAlone() {
        callers.recognition = new Recognition.Known(KNOWN);
        Gate.Decision decision = decide(new FakeRequest().header("Authorization", "bearer  abc"));
        assertSame(KNOWN, decision.access().orElseThrow());
        assertEquals(
                new Credentials(Optional.of("abc"), Optional.empty(), "127.0.0.1"),
                callers.asked.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "abc", ""})
    void whatIsShownAndIsNoTokenIsAWrongOne(String value) {
        HttpResponse answer =
                decide(new FakeRequest().header("Authorization", value)).answer().orElseThrow();
        assertEquals(401, answer.status());
        assertEquals(Optional.of(""), callers.asked.get(0).token());
    }

    @Test
    void twoTokensAreNone() {
        FakeRequest request =
                new FakeRequest()
                        .header("Authorization", "Bearer a")
                        .header("Authorization", "Bearer b");
        assertEquals(401, status(request));
        assertEquals(Optional.of(""), callers.asked.get(0).token());
    }

    @Test
    void aPreflightOfAnAllowedOriginNamesEveryMethodThatThereIs() {
        HttpResponse answer =
                decide(preflight("https://chat.example", "PUT")).answer().orElseThrow();
        assertEquals(204, answer.status());
        assertEquals(
                "GET, HEAD, POST, PUT, DELETE",
                answer.headers().get("Access-Control-Allow-Methods"));
        assertTrue(
                answer.headers()
                        .get("Access-Control-Allow-Headers")
                        .contains("Authorization, Content-Type"));
        assertEquals(List.of(), callers.asked);
    }

    @Test
    void aPreflightOfAnotherOriginIsRefusedAndOneOfNoneNeedsACaller() {
        assertEquals(403, status(preflight("https://evil.example", "POST")));
        assertEquals(
                401,
                status(
                        new FakeRequest()
                                .method("OPTIONS")
                                .header("Access-Control-Request-Method", "POST")));
        assertEquals(401, status(new FakeRequest().method("OPTIONS").header("Origin", own())));
    }

    @Test
    void onlyPagesOfAllowedOriginsAreToldThatTheyMayRead() {
        Gate gate = gate();
        assertEquals(
                "https://chat.example",
                gate.corsHeaders(
                                new FakeRequest()
                                        .header("Origin", "https://chat.example")
                                        .servlet())
                        .get("Access-Control-Allow-Origin"));
        assertEquals(
                Map.of(), gate.corsHeaders(new FakeRequest().header("Origin", own()).servlet()));
        assertEquals(Map.of(), gate.corsHeaders(new FakeRequest().servlet()));
    }

    @ParameterizedTest
    @CsvSource({"evil.example, 421", "localhost, 401", "127.0.0.1, 401", "127.0.0.1.nip.io, 421"})
    void aNameThatIsNotThisHostsIsRefused(String host, int status) {
        assertEquals(status, status(new FakeRequest().host(host)));
    }

    @Test
    void whatNeedsNoCallerIsStillForThisHostAndItsPagesAlone() {
        Gate gate = gate();
        assertEquals(Optional.empty(), gate.decide(new FakeRequest().servlet(), true).answer());
        assertTrue(
                gate.decide(new FakeRequest().host("evil.example").servlet(), true)
                        .answer()
                        .isPresent());
        assertTrue(
                gate.decide(
                                new FakeRequest()
                                        .header("Origin", "https://evil.example")
                                        .servlet(),
                                true)
                        .answer()
                        .isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // peer, forwarded, address that counts
                "192.0.2.1, -, 192.0.2.1",
                "192.0.2.1, 198.51.100.7, 192.0.2.1",
                "192.0.2.9, 198.51.100.7, 198.51.100.7",
                "192.0.2.9, '203.0.113.1, 198.51.100.7', 198.51.100.7",
                "192.0.2.9, '198.51.100.7,', 192.0.2.9",
                "192.0.2.9, ' ', 192.0.2.9"
            })
    void forwardedAddressesCountFromListedProxiesAlone(
            String peer, String forwarded, String address) {
        settings.put("trustedProxies", "192.0.2.9, 192.0.2.10");
        FakeRequest request = new FakeRequest().peer(peer);
        if (forwarded != null) {
            request.header("X-Forwarded-For", forwarded);
        }
        assertEquals(address, gate().address(request.servlet()));
        assertEquals(401, status(request));
        assertEquals(address, callers.asked.get(0).address());
    }

    @Test
    void whatAProxyForwardsIsPrintableAndShort() {
        settings.put("trustedProxies", "192.0.2.9");
        String address =
                gate().address(
                                new FakeRequest()
                                        .peer("192.0.2.9")
                                        .header("X-Forwarded-For", "\u001b[31m" + "x".repeat(999))
                                        .servlet());
        assertFalse(address.contains("\u001b"), address);
        assertTrue(address.length() < 100, address);
    }

    @Test
    void otherForwardedHeadersChangeNothing() {
        settings.put("trustedProxies", "192.0.2.9");
        FakeRequest request =
                new FakeRequest()
                        .peer("192.0.2.9")
                        .header("Forwarded", "for=203.0.113.5;host=evil.example;proto=https")
                        .header("X-Forwarded-Host", "evil.example")
                        .header("X-Real-IP", "203.0.113.5");
        assertEquals("192.0.2.9", gate().address(request.servlet()));
        assertEquals(401, status(request));
    }

    @Test
    void anonymousCallersAreLocalProcessesAndNotWhoIsBehindALocalProxy() {
        settings.put("anonymous", "true");
        assertSame(AnonymousAccess.INSTANCE, decide(new FakeRequest()).access().orElseThrow());
        for (String header : List.of("Forwarded", "X-Forwarded-For", "Via")) {
            assertEquals(401, status(new FakeRequest().header(header, "1.1 proxy")), header);
        }
        assertEquals(401, status(new FakeRequest().peer("192.0.2.1")));
        assertEquals(401, status(new FakeRequest().local("192.0.2.2")));
        assertEquals(
                401, status(new FakeRequest().header("Authorization", "Bearer wrong"), refused()));
    }

    @Test
    void aCertificateIsNamedInItsCanonicalForm() throws Exception {
        callers.recognition = new Recognition.Known(KNOWN);
        FakeRequest request = new FakeRequest().certificate();
        assertSame(KNOWN, decide(request).access().orElseThrow());
        assertEquals(
                Optional.of(
                        new X500Principal("cn=agent, O=example").getName(X500Principal.CANONICAL)),
                callers.asked.get(0).certificate());
        assertEquals(Optional.empty(), callers.asked.get(0).token());
    }

    @Test
    void whoFailsTooOftenIsToldWhenToComeBack() {
        callers.recognition = new Recognition.TooMany(17);
        HttpResponse answer = decide(new FakeRequest()).answer().orElseThrow();
        assertEquals(429, answer.status());
        assertEquals("17", answer.headers().get("Retry-After"));
    }

    @Test
    void a401SaysWhereTokensComeFromIfSomebodyIssuesThem() {
        assertEquals("Bearer", challenge(new FakeRequest().path("/mcp")));
        settings.put("publicUrl", "https://tools.example/");
        assertEquals("Bearer", challenge(new FakeRequest().path("/mcp")));
        callers.issuers = List.of("https://login.example");
        String metadata = "https://tools.example/.well-known/oauth-protected-resource";
        assertEquals(
                "Bearer resource_metadata=\"" + metadata + "/mcp\"",
                challenge(new FakeRequest().path("/mcp")));
        callers.recognition = refused();
        assertEquals(
                "Bearer error=\"invalid_token\", resource_metadata=\"" + metadata + "\"",
                challenge(new FakeRequest().path("/api/v1/tools")));
    }

    private static Recognition refused() {
        return new Recognition.Refused();
    }

    private static String own() {
        return "http://localhost:8765";
    }

    private static FakeRequest preflight(String origin, String method) {
        return new FakeRequest()
                .method("OPTIONS")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method);
    }

    private String challenge(FakeRequest request) {
        return decide(request).answer().orElseThrow().headers().get("WWW-Authenticate");
    }

    private int status(FakeRequest request, Recognition recognition) {
        callers.recognition = recognition;
        return status(request);
    }

    private int status(FakeRequest request) {
        return decide(request).answer().orElseThrow().status();
    }

    private Gate.Decision decide(FakeRequest request) {
        return gate().decide(request.servlet(), false);
    }

    private Gate gate() {
        HttpSettings read =
                HttpSettingsReader.read(
                        settings,
                        text -> {
                            throw new AssertionError(text);
                        });
        return new Gate(read, callers);
    }

    private static final class FakeCallers implements CallerDirectory {
        private final List<Credentials> asked = new ArrayList<>();
        private Recognition recognition = new Recognition.Nothing();
        private List<String> issuers = List.of();

        @Override
        public Recognition recognise(Credentials credentials) {
            asked.add(credentials);
            return recognition;
        }

        @Override
        public Optional<CallerAccess> named(String name) {
            return Optional.empty();
        }

        @Override
        public boolean isConfigured() {
            return true;
        }

        @Override
        public List<String> issuers() {
            return issuers;
        }
    }
}
