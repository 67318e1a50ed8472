package org.vexhost.gateway.http.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.api.Caller;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.caller.CallerAccess;
import org.vexhost.gateway.caller.CallerDirectory;
import org.vexhost.gateway.caller.Credentials;
import org.vexhost.gateway.caller.Recognition;
import org.vexhost.gateway.http.HttpExchange;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import org.vexhost.gateway.http.ProblemDetails;
import org.vexhost.gateway.http.gate.Gate;
import org.vexhost.gateway.http.settings.HttpSettings;
import org.vexhost.gateway.http.settings.HttpSettingsReader;
import org.vexhost.gateway.time.Ticker;

@DisplayName("Listeners and roles")
class FrontServletTest {

    private static final Set<Role> OPERATOR = Set.of(Role.OPERATOR);
    private static final Set<Role> CALL = Set.of(Role.CALL);

    private final Routes routes = new Routes();
    private boolean isChanging;
    private final Ticker ticker = new Ticker("front-test", 500);

    @AfterEach
    void end() {
        ticker.close();
    }

    FrontServletTest() {
        routes.add(new FakeRoute("/admin/v1/", HttpRoute.Audience.OPERATORS, Role.OPERATOR));
        routes.add(new FakeRoute("/api/v1/", HttpRoute.Audience.CALLERS, Role.CALL));
        routes.add(new PublicRoute());
    }

    @ParameterizedTest
    @CsvSource({
        // path, has an admin listener, asked at it, answer to an operator and to a caller
        "/admin/v1/tools, false, false, 200, 403",
        "/admin/v1/tools, true,  false, 404, 404",
        "/admin/v1/tools, true,  true,  200, 403",
        "/api/v1/tools,   false, false, 403, 200",
        "/api/v1/tools,   true,  false, 403, 200",
        "/api/v1/tools,   true,  true,  404, 404",
        "/admin/v1,       false, false, 404, 404",
        "/healthz,        true,  false, 200, 200",
        "/healthz,        true,  true,  200, 200"
    })
    void eachRouteIsWhereItBelongs(
            String path, boolean hasAdmin, boolean atAdmin, int operator, int caller)
            throws Exception {
        assertEquals(operator, ask(path, hasAdmin, atAdmin, OPERATOR).status());
        assertEquals(caller, ask(path, hasAdmin, atAdmin, CALL).status());
    }

    @Test
    void aPathMayArriveWithTheRestOfTheHost() throws Exception {
        isChanging = true;
        FakeServlets absent = ask("/absent", false, false, CALL);
        assertEquals(503, absent.status());
        assertEquals("1", absent.headers().get("Retry-After"));
        assertTrue(absent.body().contains("NOT_READY"), absent::body);
        assertEquals(200, ask("/api/v1/methods", false, false, CALL).status());
    }

    @Test
    void aPathOfTheOtherListenerLooksLikeOneThatIsNowhere() throws Exception {
        assertEquals(
                ask("/absent", true, false, OPERATOR).body(),
                ask("/admin/v1/tools", true, false, OPERATOR).body());
    }

    @Test
    void aCallerWithoutARoleReachesNothing() throws Exception {
        assertEquals(403, ask("/api/v1/tools", false, false, Set.of()).status());
        assertTrue(
                ask("/admin/v1/tools", false, false, Set.of(Role.MONITOR))
                        .body()
                        .contains("ROLE_MISSING"));
    }

    @ParameterizedTest
    @CsvSource({"99, 200", "100, 200", "101, 413"})
    void aRoutesOwnLimitHoldsBeforeItIsCalled(int bytes, int status) throws Exception {
        FakeServlets servlets = new FakeServlets();
        service(servlets, "POST", "/admin/v1/tools", new byte[bytes], false, false, OPERATOR);
        assertEquals(status, servlets.status());
    }

    @Test
    void headIsAnsweredLikeGetByAContainerThatLeavesTheBodyOut() throws Exception {
        FakeServlets servlets = new FakeServlets();
        service(servlets, "HEAD", "/api/v1/methods", new byte[0], false, false, CALL);
        assertEquals(200, servlets.status());
        assertEquals("GET", servlets.body());
    }

    @Test
    void headOfAStreamIsAnsweredWithoutOne() throws Exception {
        FakeServlets servlets = new FakeServlets();
        service(servlets, "HEAD", "/api/v1/stream", new byte[0], false, false, CALL);
        assertEquals(200, servlets.status());
        assertEquals("", servlets.body());
        assertEquals("text/event-stream", servlets.headers().get("Content-Type"));
        assertEquals("1", servlets.headers().get("More"));
    }

    @Test
    void headIsNamedWhereGetIs() {
        assertEquals("GET, HEAD", ProblemDetails.methodNotAllowed("GET").headers().get("Allow"));
        assertEquals(
                "GET, HEAD, DELETE",
                ProblemDetails.methodNotAllowed("GET, DELETE").headers().get("Allow"));
        assertEquals("POST", ProblemDetails.methodNotAllowed("POST").headers().get("Allow"));
    }

    private FakeServlets ask(String path, boolean hasAdmin, boolean atAdmin, Set<Role> roles)
            throws Exception {
        FakeServlets servlets = new FakeServlets();
        service(servlets, "GET", path, new byte[0], hasAdmin, atAdmin, roles);
        return servlets;
    }

    private void service(
            FakeServlets servlets,
            String method,
            String path,
            byte[] body,
            boolean hasAdmin,
            boolean atAdmin,
            Set<Role> roles)
            throws IOException {
        Map<String, Object> values = new HashMap<>(Map.of("port", "8765"));
        if (hasAdmin) {
            values.put("admin.port", "8766");
        }
        HttpSettings settings = HttpSettingsReader.read(values, key -> {});
        FrontServlet.Front front =
                new FrontServlet.Front(
                        settings,
                        routes,
                        new Gate(settings, new NoCallers()),
                        ticker,
                        new StreamLimits(),
                        new BodyBudget(1 << 20),
                        new HttpTraffic(new StreamLimits()));
        new FrontServlet(() -> front, atAdmin, () -> isChanging)
                .service(
                        servlets.request(method, path, body, new RoleAccess(roles)),
                        servlets.response());
    }

    /** Never asked: who calls is known before the servlet is reached. */
    private static final class NoCallers implements CallerDirectory {
        @Override
        public Recognition recognise(Credentials credentials) {
            throw new AssertionError("the caller is known");
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
            return List.of();
        }
    }

    private record FakeRoute(String path, Audience audience, Role needed) implements HttpRoute {
        @Override
        public long maxBodyBytes() {
            return 100;
        }

        @Override
        public void handle(HttpExchange exchange) {
            assertTrue(exchange.access().has(needed), path);
            if (exchange.path().endsWith("stream")) {
                assertEquals(Optional.empty(), exchange.startStream(Map.of("More", "1")));
                return;
            }
            exchange.respond(
                    HttpResponse.text(
                            200, exchange.path().endsWith("methods") ? exchange.method() : "here"));
        }
    }

    private record PublicRoute() implements HttpRoute {
        @Override
        public String path() {
            return "/healthz";
        }

        @Override
        public Optional<Role> role() {
            return Optional.empty();
        }

        @Override
        public void handle(HttpExchange exchange) {
            exchange.respond(HttpResponse.text(200, "ok"));
        }
    }

    private record RoleAccess(Set<Role> roles) implements CallerAccess {
        @Override
        public Caller caller() {
            return Caller.of(Caller.Kind.CLIENT, "ci");
        }

        @Override
        public boolean maySee(String tool) {
            return true;
        }

        @Override
        public boolean has(Role role) {
            return roles.contains(role);
        }

        @Override
        public boolean isEnded() {
            return false;
        }

        @Override
        public Optional<Instant> expiry() {
            return Optional.empty();
        }

        @Override
        public Registration onEnd(Runnable callback) {
            return () -> {};
        }
    }
}
