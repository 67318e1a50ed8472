package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The console of a host, as somebody without a browser sees it. */
@DisplayName("The console")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleIT {

    private static final String OPERATOR = "operator-token";
    private static final String SECOND = "second-token";
    private static final String AGENT = "agent-token";
    private static final String HOSTILE = "<script>alert(1)</script>";

    @TempDir private static Path folder;
    private HttpHost host;
    private String main = "";
    private String admin = "";
    private ConsoleVisitor operator;

    @BeforeAll
    void start() throws Exception {
        Path home = folder.resolve("home");
        int port = HttpHost.freePort();
        int adminPort = HttpHost.freePort();
        main = "http://127.0.0.1:" + port;
        admin = "http://127.0.0.1:" + adminPort;
        HttpHost.settings(home, "port = %d\nadmin.port = %d\n".formatted(port, adminPort));
        HttpHost.caller(home, "ops", OPERATOR, ", \"roles\": [\"operator\"]");
        HttpHost.caller(home, "second", SECOND, ", \"roles\": [\"operator\"]");
        HttpHost.caller(home, "agent", AGENT, "");
        host = HttpHost.start(home, HttpClient.newHttpClient(), "main", "admin");
        operator = new ConsoleVisitor(host, admin);
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    @Order(1)
    void isOffUntilASettingSwitchesItOn() throws Exception {
        for (String path : List.of("/console", "/console/", "/console/sign-in")) {
            assertEquals(404, host.get(admin + path, OPERATOR).statusCode(), path);
        }
        Files.writeString(
                host.process().home().root().resolve("etc/org.vexhost.console.cfg"),
                "enabled = true\n");
        assertFalse(host.process().awaitLog("the console is on").isEmpty());
        awaitSignIn(operator);
    }

    @Test
    @Order(2)
    void isAtTheListenerForAdministrationAlone() throws Exception {
        for (String path : List.of("/console", "/console/", "/console/sign-in", "/console/log")) {
            assertEquals(404, host.get(main + path, OPERATOR).statusCode(), path);
        }
        HttpResponse<String> first = operator.get("/console/tools");
        assertEquals(303, first.statusCode());
        assertEquals(
                "/console/sign-in?next=/console/tools", ConsoleVisitor.header(first, "Location"));
    }

    @Test
    @Order(3)
    void opensForTheTokenOfAnOperatorAlone() throws Exception {
        for (String token : List.of(AGENT, "wrong", "")) {
            ConsoleVisitor other = new ConsoleVisitor(host, admin);
            HttpResponse<String> answer = other.signIn(token);
            assertEquals(403, answer.statusCode(), answer.body());
            assertFalse(
                    answer.headers().allValues("Set-Cookie").toString().contains("console="),
                    "there is a session");
            assertEquals(303, other.get("/console/tools").statusCode());
        }
        HttpResponse<String> answer = operator.signIn(OPERATOR);
        assertEquals(303, answer.statusCode(), answer.body());
        assertEquals("/console/", ConsoleVisitor.header(answer, "Location"));
        String cookie = ConsoleVisitor.header(answer, "Set-Cookie");
        assertTrue(
                cookie.matches(
                        "vexhost-console=[A-Za-z0-9_-]{43}; Path=/console; HttpOnly;"
                                + " SameSite=Strict"),
                cookie);
        assertEquals(200, operator.get("/console/tools").statusCode());
    }

    @Test
    @Order(4)
    void isNotKeptFramedOrGuessed() throws Exception {
        for (String path : List.of("/console/", "/console/callers", "/console/absent")) {
            HttpResponse<String> page = operator.get(path);
            String policy = ConsoleVisitor.header(page, "Content-Security-Policy");
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; "), policy);
            assertTrue(policy.contains("frame-ancestors 'none'"), policy);
            assertTrue(policy.contains("form-action 'self'"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals("no-store", ConsoleVisitor.header(page, "Cache-Control"));
            assertEquals("nosniff", ConsoleVisitor.header(page, "X-Content-Type-Options"));
            assertEquals("DENY", ConsoleVisitor.header(page, "X-Frame-Options"));
            assertEquals("", ConsoleVisitor.header(page, "Access-Control-Allow-Origin"));
        }
    }

    @Test
    @Order(5)
    void takesItsOwnFormsAlone() throws Exception {
        String form = "name=intruder&role=operator";
        assertEquals(400, operator.post("/console/callers/add", form).statusCode());
        assertEquals(403, operator.post("/console/callers/add", "csrf=x&" + form).statusCode());
        String token = ConsoleVisitor.hidden(operator.get("/console/callers").body(), "csrf");
        HttpRequest.Builder elsewhere =
                operator.form("/console/callers/add", "csrf=" + token + "&" + form)
                        .header("Sec-Fetch-Site", "same-site");
        assertEquals(403, host.send(elsewhere).statusCode());
        HttpRequest.Builder foreign =
                operator.form("/console/callers/add", "csrf=" + token + "&" + form)
                        .header("Origin", "http://evil.example");
        assertEquals(403, host.send(foreign).statusCode());
        assertFalse(operator.get("/console/callers").body().contains("intruder"));
        ConsoleVisitor nobody = new ConsoleVisitor(host, admin);
        assertEquals(
                303,
                nobody.post("/console/callers/add", "csrf=" + token + "&" + form).statusCode());
        assertEquals(405, host.send("PUT", admin + "/console/tools", "", "{}").statusCode());
    }

    @Test
    @Order(6)
    void aToolIsUploadedGrantedAndCalled() throws Exception {
        HttpResponse<String> deployed = operator.upload("greedy", HOSTILE);
        assertEquals(303, deployed.statusCode(), deployed.body());
        assertEquals("/console/tools/greedy", ConsoleVisitor.header(deployed, "Location"));
        String blocked = operator.get("/console/tools/greedy").body();
        assertTrue(blocked.contains("greedy is BLOCKED"), blocked);
        assertFalse(blocked.contains(HOSTILE), "a description is markup");
        assertTrue(blocked.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), blocked);
        assertFalse(operator.get("/console/tools").body().contains(HOSTILE));

        HttpResponse<String> stale =
                operator.submit(blocked, "/console/tools/greedy/grant", "&digest=none", "digest");
        assertTrue(stale.statusCode() >= 400, stale.body());
        HttpResponse<String> granted =
                operator.submit(blocked, "/console/tools/greedy/grant", "", "");
        assertEquals(303, granted.statusCode(), granted.body());
        String active = operator.get("/console/tools/greedy").body();
        assertTrue(active.contains("environment is granted to greedy."), active);

        HttpResponse<String> called =
                operator.submit(
                        active, "/console/try/greedy", "&json=%7B%22a%22%3A%22%3Cb%3E%22%7D", "");
        assertEquals(200, called.statusCode(), called.body());
        assertTrue(called.body().contains("The call succeeded."), called.body());
        assertTrue(called.body().contains("&lt;b&gt;"), called.body());
        assertFalse(called.body().contains("<b>"), "a result is markup");
        assertTrue(
                host.process()
                        .awaitLog(line -> line.contains("greedy") && line.contains("grant"))
                        .toString()
                        .contains("client 'ops'"));
    }

    @Test
    @Order(7)
    void anUploadStaysInItsFolder() throws Exception {
        for (String name : List.of("../x", "..%2Fx", "/tmp/x", "..\\x")) {
            HttpResponse<String> answer = operator.upload(name, "For a test.");
            assertEquals(400, answer.statusCode(), name + ": " + answer.body());
        }
        assertFalse(Files.exists(host.process().home().root().resolve("x.wasm")));
        ConsoleVisitor nobody = new ConsoleVisitor(host, admin);
        assertEquals(303, nobody.upload("early", "For a test.").statusCode());
        assertFalse(Files.exists(host.process().home().tools().resolve("early.wasm")));
    }

    @Test
    @Order(8)
    void aSessionEndsWithItsCaller() throws Exception {
        ConsoleVisitor second = new ConsoleVisitor(host, admin);
        assertEquals(303, second.signIn(SECOND).statusCode());
        assertEquals(200, second.get("/console/log").statusCode());
        String token = ConsoleVisitor.hidden(operator.get("/console/callers").body(), "csrf");
        HttpResponse<String> removed =
                operator.post("/console/callers/remove", "csrf=" + token + "&name=second");
        assertEquals(303, removed.statusCode(), removed.body());
        assertEquals(303, second.get("/console/log").statusCode());
        assertEquals(403, second.signIn(SECOND).statusCode());
        assertEquals(200, operator.get("/console/log").statusCode());
    }

    @Test
    @Order(9)
    void aSessionEndsBySigningOut() throws Exception {
        ConsoleVisitor again = new ConsoleVisitor(host, admin);
        assertEquals(303, again.signIn(OPERATOR).statusCode());
        assertNotEquals(operator.session(), again.session());
        String page = again.get("/console/").body();
        String kept = again.session();
        assertEquals(303, again.submit(page, "/console/sign-out", "", "").statusCode());
        again.session(kept);
        assertEquals(303, again.get("/console/").statusCode());
        String log = host.process().log();
        for (String secret : List.of(OPERATOR, SECOND, AGENT, kept, operator.session())) {
            assertFalse(log.contains(secret), "a secret is in the log");
        }
    }

    @Test
    @Order(10)
    void isAtTheOnlyListenerWhereThereIsOne() throws Exception {
        HttpHost.settings(
                host.process().home().root(),
                "port = %s\n".formatted(main.substring(main.lastIndexOf(':') + 1)));
        ConsoleVisitor visitor = new ConsoleVisitor(host, main);
        awaitSignIn(visitor);
        assertEquals(303, visitor.signIn(OPERATOR).statusCode());
        assertEquals(200, visitor.get("/console/tools/greedy").statusCode());
    }

    private static void awaitSignIn(ConsoleVisitor visitor) throws Exception {
        long end = System.nanoTime() + HttpHost.PATIENCE.toNanos();
        while (visitor.get("/console/sign-in").statusCode() != 200) {
            assertTrue(System.nanoTime() < end, "the setting has no effect");
            Thread.sleep(50);
        }
    }
}
