package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

/** A host that is administered by HTTP, at a listener of its own. */
@DisplayName("Administration by HTTP")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdministrationIT {

    private static final String OPERATOR = "operator-token";
    private static final String AGENT = "agent-token";

    @TempDir private static Path folder;
    private HttpHost host;
    private String main = "";
    private String admin = "";

    @BeforeAll
    void start() throws Exception {
        Path home = folder.resolve("home");
        int port = HttpHost.freePort();
        int adminPort = HttpHost.freePort();
        main = "http://127.0.0.1:" + port;
        admin = "http://127.0.0.1:" + adminPort;
        HttpHost.settings(home, "port = %d\nadmin.port = %d\n".formatted(port, adminPort));
        // What its patterns say of tools to call does not keep an operator from administering them.
        HttpHost.caller(
                home, "ops", OPERATOR, ", \"roles\": [\"operator\"], \"tools\": [\"none-*\"]");
        HttpHost.caller(home, "agent", AGENT, "");
        host = HttpHost.start(home, HttpClient.newHttpClient(), "main", "admin");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    @Order(1)
    void operatorsReachItAtItsOwnListenerAndNobodyElseAnywhere() throws Exception {
        assertEquals(200, host.get(admin + "/admin/v1/tools", OPERATOR).statusCode());
        assertEquals(403, host.get(admin + "/admin/v1/tools", AGENT).statusCode());
        assertEquals(401, host.get(admin + "/admin/v1/tools", "").statusCode());
        assertEquals(401, host.get(admin + "/admin/v1/tools", "wrong").statusCode());
        assertEquals(404, host.get(main + "/admin/v1/tools", OPERATOR).statusCode());
        assertEquals(404, host.get(main + "/admin/v1/tools", AGENT).statusCode());
        assertEquals(403, host.get(main + "/api/v1/tools", OPERATOR).statusCode());
        assertEquals(404, host.get(admin + "/api/v1/tools", AGENT).statusCode());
        assertEquals(404, host.get(admin + "/mcp", AGENT).statusCode());
        assertEquals(200, host.get(admin + "/healthz", "").statusCode());
        assertEquals(200, host.get(main + "/healthz", "").statusCode());
    }

    @Test
    @Order(2)
    void anUploadedToolIsCalledByAgents() throws Exception {
        HttpResponse<String> deployed = upload("echo", "1.0.0", "");
        assertEquals(201, deployed.statusCode(), deployed.body());
        assertEquals("ACTIVE", member("state", deployed.body()));
        HttpResponse<String> result = call("{\"a\": 1}");
        assertEquals(200, result.statusCode(), result.body());
        assertTrue(result.body().contains("\"output\":{\"a\": 1}"), result.body());
        assertTrue(Files.exists(host.process().home().tools().resolve("echo.tool.json")));
    }

    @Test
    @Order(3)
    void aHeadIsAnsweredWithoutABody() throws Exception {
        HttpResponse<String> head = host.send("HEAD", admin + "/admin/v1/tools", OPERATOR, "");
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
        HttpResponse<String> list = host.send("HEAD", main + "/api/v1/tools", AGENT, "");
        assertEquals(200, list.statusCode());
        assertEquals("application/json", list.headers().firstValue("Content-Type").orElse(""));
        HttpResponse<String> stream = host.send("HEAD", main + "/api/v1/events", AGENT, "");
        assertEquals(200, stream.statusCode());
        assertEquals(
                405, host.send("HEAD", main + "/api/v1/tools/echo/calls", AGENT, "").statusCode());
    }

    @Test
    @Order(4)
    void whatIsNotATooIsRejectedWithTheReason() throws Exception {
        HttpResponse<String> rejected =
                host.send(
                        host.request(admin + "/admin/v1/tools?name=broken.wasm", OPERATOR)
                                .header("Content-Type", "application/octet-stream")
                                .POST(BodyPublishers.ofString("\0asm\1\0\0\0\13\377")));
        assertEquals(422, rejected.statusCode(), rejected.body());
        assertEquals("REJECTED", member("code", rejected.body()));
        assertEquals(
                400,
                host.send(
                                host.request(
                                                admin + "/admin/v1/tools?name=..%2F..%2Fx.wasm",
                                                OPERATOR)
                                        .header("Content-Type", "application/octet-stream")
                                        .POST(BodyPublishers.ofString("x")))
                        .statusCode());
        assertFalse(Files.exists(folder.resolve("x.wasm")));
    }

    @Test
    @Order(5)
    void aToolIsTakenOutOfServiceAndBroughtBack() throws Exception {
        assertEquals(
                200,
                host.send("POST", admin + "/admin/v1/tools/echo/disable", OPERATOR, "")
                        .statusCode());
        HttpResponse<String> disabled = call("{}");
        assertTrue(disabled.statusCode() >= 400, disabled.body());
        assertEquals(
                "DISABLED",
                member("state", host.get(admin + "/admin/v1/tools/echo", OPERATOR).body()));
        assertEquals(
                200,
                host.send("POST", admin + "/admin/v1/tools/echo/enable", OPERATOR, "")
                        .statusCode());
        assertEquals(200, call("{}").statusCode());
    }

    @Test
    @Order(6)
    void whatAToolAsksForIsGrantedAndItsUpdateApproved() throws Exception {
        String wants = "\"capabilities\": {\"environment\": [\"LANG\"]},";
        HttpResponse<String> blocked = upload("greedy", "1.0.0", wants);
        assertEquals(201, blocked.statusCode(), blocked.body());
        assertEquals("BLOCKED", member("state", blocked.body()));
        String grants = admin + "/admin/v1/grants/greedy";
        HttpResponse<String> granted =
                host.send(
                        "PUT",
                        grants,
                        OPERATOR,
                        "{\"environment\": [\"LANG\"], \"digest\": \"%s\"}"
                                .formatted(member("digest", blocked.body())));
        assertEquals(200, granted.statusCode(), granted.body());
        assertEquals("ACTIVE", state("greedy"));

        HttpResponse<String> update = upload("greedy", "2.0.0", wants);
        assertEquals("BLOCKED", member("state", update.body()));
        assertEquals("1.0.0", member("servingVersion", update.body()));
        String approvals = admin + "/admin/v1/approvals";
        String shown = host.get(approvals, OPERATOR).body();
        assertTrue(shown.contains("\"tool\":\"greedy\""), shown);
        HttpResponse<String> other =
                host.send(
                        "POST",
                        approvals + "/greedy",
                        OPERATOR,
                        "{\"digest\": \"sha256:%s\"}".formatted("0".repeat(64)));
        assertEquals(409, other.statusCode(), other.body());
        HttpResponse<String> approved =
                host.send(
                        "POST",
                        approvals + "/greedy",
                        OPERATOR,
                        "{\"digest\": \"%s\"}".formatted(member("toDigest", shown)));
        assertEquals(200, approved.statusCode(), approved.body());
        assertEquals(
                "2.0.0",
                member(
                        "servingVersion",
                        host.get(admin + "/admin/v1/tools/greedy", OPERATOR).body()));

        assertEquals(200, host.send("DELETE", grants, OPERATOR, "").statusCode());
        assertEquals("BLOCKED", state("greedy"));
        assertEquals(404, host.get(approvals + "/greedy", OPERATOR).statusCode());
        assertEquals("{\"approvals\":[]}", host.get(approvals, OPERATOR).body());
    }

    @Test
    @Order(7)
    void callsAreCounted() throws Exception {
        HttpResponse<String> stats = host.get(admin + "/admin/v1/stats", OPERATOR);
        assertEquals(200, stats.statusCode());
        assertTrue(stats.body().contains("\"echo\""), stats.body());
        assertEquals(200, host.get(admin + "/admin/v1/denials/echo", OPERATOR).statusCode());
        assertEquals(403, host.get(admin + "/admin/v1/stats", AGENT).statusCode());
    }

    @Test
    @Order(8)
    void callersComeGetNewTokensAndGo() throws Exception {
        String callers = admin + "/admin/v1/callers";
        HttpResponse<String> added =
                host.send(
                        "POST",
                        callers,
                        OPERATOR,
                        "{\"name\": \"guest\", \"tools\": [\"echo\"], \"roles\": [\"call\"]}");
        assertEquals(201, added.statusCode(), added.body());
        String first = member("token", added.body());
        assertEquals(200, host.get(main + "/api/v1/tools", first).statusCode());
        HttpResponse<String> renewed = host.send("POST", callers + "/guest/token", OPERATOR, "");
        String second = member("token", renewed.body());
        assertEquals(401, host.get(main + "/api/v1/tools", first).statusCode());
        assertEquals(200, host.get(main + "/api/v1/tools", second).statusCode());
        int removed = host.send("DELETE", callers + "/guest", OPERATOR, "").statusCode();
        assertTrue(removed < 300, () -> "status " + removed);
        assertEquals(401, host.get(main + "/api/v1/tools", second).statusCode());
        String log = host.process().log();
        for (String secret : new String[] {first, second, OPERATOR, AGENT}) {
            assertFalse(log.contains(secret), "a token is in the log");
        }
    }

    @Test
    @Order(9)
    void anUndeployedToolsFilesAreGoneAndTheLogSaysWho() throws Exception {
        HttpResponse<String> gone =
                host.send("DELETE", admin + "/admin/v1/tools/echo", OPERATOR, "");
        assertEquals(200, gone.statusCode(), gone.body());
        assertFalse(Files.exists(host.process().home().tools().resolve("echo.wasm")));
        assertEquals(404, call("{}").statusCode());
        assertTrue(
                host.process()
                        .awaitLog(line -> line.contains("undeployed tool 'echo'"))
                        .toString()
                        .contains("client 'ops'"));
    }

    private HttpResponse<String> call(String json) throws Exception {
        return host.send("POST", main + "/api/v1/tools/echo/calls", AGENT, json);
    }

    private String state(String tool) throws Exception {
        return member("state", host.get(admin + "/admin/v1/tools/" + tool, OPERATOR).body());
    }

    /** The example echo under another name, as a form sends a descriptor and a module. */
    private HttpResponse<String> upload(String name, String version, String more) throws Exception {
        byte[] module = Files.readAllBytes(HostProcess.EXAMPLES.resolve("echo/echo.wasm"));
        String descriptor =
                """
                {"name": "%s", "version": "%s", "description": "For a test.", %s
                 "module": "%s.wasm", "abi": "vex", "parameters": {}}
                """
                        .formatted(name, version, more, name);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, name + ".tool.json", descriptor.getBytes(StandardCharsets.UTF_8));
        part(body, name + ".wasm", module);
        body.writeBytes("--part--\r\n".getBytes(StandardCharsets.US_ASCII));
        return host.send(
                host.request(admin + "/admin/v1/tools?wait=120", OPERATOR)
                        .header("Content-Type", "multipart/form-data; boundary=part")
                        .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String file, byte[] content)
            throws IOException {
        body.writeBytes(
                """
                --part\r
                Content-Disposition: form-data; name="file"; filename="%s"\r
                Content-Type: application/octet-stream\r
                \r
                """
                        .formatted(file)
                        .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** The first member of a name whose value is a text. */
    private static String member(String name, String json) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        assertTrue(found.find(), () -> name + " is not in " + json);
        return found.group(1);
    }
}
