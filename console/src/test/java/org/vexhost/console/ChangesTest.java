package org.vexhost.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Json;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.web.WebAnswer;

@DisplayName("Changes by forms")
class ChangesTest {

    private static final String BOUNDARY = "----b0undary";

    private final ConsoleHost host = new ConsoleHost();
    private String token = "";

    @BeforeEach
    void signIn() {
        token = host.signIn();
    }

    @ParameterizedTest
    @CsvSource({
        "enable, '', enable echo",
        "disable, '', disable echo",
        "undeploy, '', undeploy echo",
        "grant, capability=fileSystem&digest=sha256:ab, grant requested echo fileSystem sha256:ab",
        "revoke, capability=fileSystem&value=/data, revoke echo fileSystem[/data]",
        "approve, digest=sha256:cd, approve echo sha256:cd",
        "distrust, '', grant echo APPROVE null"
    })
    void areMadeInTheOperatorsName(String what, String fields, String done) {
        WebAnswer answer = host.post("/console/tools/echo/" + what, "csrf=" + token + "&" + fields);
        assertEquals(303, answer.status());
        assertEquals(List.of("client 'root': " + done), host.tools.done);
        String next = String.valueOf(answer.headers().get("Location"));
        assertTrue(ConsoleHost.text(host.get(next)).contains("role=\"status\""));
        assertFalse(ConsoleHost.text(host.get(next)).contains("role=\"status\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tools/echo/enable",
                "tools/echo/disable",
                "tools/echo/undeploy",
                "tools/echo/grant",
                "tools/echo/revoke",
                "tools/echo/approve",
                "deploy",
                "callers/add",
                "callers/remove",
                "callers/renew",
                "try/echo",
                "sign-out"
            })
    void needTheTokenOfTheSession(String path) {
        String fields = "&digest=a&capability=network&name=a&role=call&json=1&argument.a=1&value=b";
        for (String form : new String[] {"a=b", "csrf=", "csrf=x" + token}) {
            int status = host.post("/console/" + path, form + fields).status();
            assertTrue(status == 403 || status == 400, path + " " + form + " " + status);
        }
        host.headers.put("Sec-Fetch-Site", "cross-site");
        assertEquals(403, host.post("/console/" + path, "csrf=" + token + fields).status());
        assertEquals(List.of(), host.tools.done);
        assertEquals("", host.called);
        host.headers.clear();
        assertEquals(200, host.get("/console/tools").status());
    }

    @ParameterizedTest
    @CsvSource({"NOT_FOUND, 404", "INVALID, 400", "CONFLICT, 409", "FAILED, 500"})
    void thatTheHostRejectsSayWhy(AdministrationException.Reason reason, int status) {
        host.tools.failure = new AdministrationException(reason, "another <artifact> waits");
        WebAnswer answer = host.post("/console/tools/echo/approve", "csrf=" + token + "&digest=a");
        assertEquals(status, answer.status());
        assertTrue(ConsoleHost.text(answer).contains("another &lt;artifact&gt; waits"));
    }

    @Test
    void thatFailShowNoStackTrace() {
        host.tools.crash = new IllegalStateException("in a secret place");
        WebAnswer answer = host.post("/console/tools/echo/enable", "csrf=" + token);
        assertEquals(500, answer.status());
        String text = ConsoleHost.text(answer);
        assertFalse(text.contains("secret") || text.contains("IllegalState"), text);
    }

    @Test
    void deployTheFilesOfAForm() {
        WebAnswer answer =
                host.post("/console/deploy", multipart("a.wasm", "a.tool.json"), type(BOUNDARY));
        assertEquals(303, answer.status());
        assertEquals("/console/tools/echo", answer.headers().get("Location"));
        assertEquals(
                List.of("client 'root': deploy PT30S a.wasm=\u0000asm<x> a.tool.json=\u0000asm<x>"),
                host.tools.done);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b,c", "a\u202eb"})
    void deployOneOrTwoFilesWithPrintableNames(String names) {
        String[] files = names.isEmpty() ? new String[0] : names.split(",", -1);
        assertEquals(400, host.post("/console/deploy", multipart(files), type(BOUNDARY)).status());
        assertEquals(List.of(), host.tools.done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--other\r\n",
                "------b0undary",
                "------b0undary\r\n",
                "------b0undary\r\n\r\n",
                "------b0undary\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx",
                "------b0undary\r\nContent-Type: a\r\n\r\nx\r\n------b0undary--"
            })
    void areNotReadFromABrokenBody(String body) {
        assertEquals(400, host.post("/console/deploy", body, type(BOUNDARY)).status());
        assertEquals(400, host.post("/console/deploy", body, "multipart/form-data").status());
        assertEquals(400, host.post("/console/deploy", body, "application/json").status());
    }

    @Test
    void callAToolWithWhatItsFormHolds() {
        host.tools.schema =
                Json.parse(
                        """
                        {"type":"object","required":["text"],"properties":{
                          "text":{"type":"string"},"count":{"type":"integer"},
                          "wide":{"type":"boolean"},"how":{"enum":["a","b"]},
                          "rest":{"type":"array"},"absent":{"type":"string"}}}""");
        WebAnswer answer =
                host.post(
                        "/console/try/echo",
                        "csrf="
                                + token
                                + "&argument.text=%3Cscript%3E&argument.count=12&argument.wide=true"
                                + "&argument.how=b&argument.rest=%5B1%2C2%5D&argument.absent=");
        assertEquals(200, answer.status());
        assertEquals(
                "echo {\"text\":\"<script>\",\"count\":12,\"wide\":true,\"how\":\"b\","
                        + "\"rest\":[1,2]} by client 'root'",
                host.called);
        String text = ConsoleHost.text(answer);
        assertTrue(text.contains("&quot;text&quot; : &quot;&lt;script&gt;&quot;"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "0.10000000000000000000001", "-0.0", "1.50", "123456789e-9"})
    void giveANumberAsItWasTyped(String value) {
        host.tools.schema = Json.parse("{\"properties\":{\"count\":{\"type\":\"number\"}}}");
        host.post("/console/try/echo", "csrf=" + token + "&argument.count=" + value);
        assertEquals("echo {\"count\":" + value + "} by client 'root'", host.called);
    }

    @Test
    void keepNamesAndTextsOfArgumentsApartFromTheirJson() {
        host.tools.schema =
                Json.parse("{\"properties\":{\"a\\\",b\":{\"type\":\"string\"},\"c\":{}}}");
        host.post(
                "/console/try/echo",
                "csrf=" + token + "&argument.a%22%2Cb=%22%2C%22c%22%3A1&argument.c=1%2C2");
        assertEquals("", host.called);
        host.post(
                "/console/try/echo",
                "csrf=" + token + "&argument.a%22%2Cb=%22%2C%22c%22%3A1&argument.c=1");
        assertEquals(
                "echo {\"a\\\",b\":\"\\\",\\\"c\\\":1\",\"c\":1} by client 'root'", host.called);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "01", "1 2", "1e3", "NaN", "\"1\""})
    void rejectWhatIsNotOfItsKind(String value) {
        host.tools.schema = Json.parse("{\"properties\":{\"count\":{\"type\":\"integer\"}}}");
        String text =
                ConsoleHost.text(
                        host.post(
                                "/console/try/echo", "csrf=" + token + "&argument.count=" + value));
        assertEquals("", host.called);
        assertTrue(text.contains("is not a number of its kind"), text);
    }

    @Test
    void takeTheWholeJsonInsteadOfFields() {
        host.post("/console/try/echo", "csrf=" + token + "&json=%5B1%5D&argument.a=2");
        assertEquals("echo [1] by client 'root'", host.called);
    }

    @Test
    void callOnlyWhatTheOperatorMayCall() {
        String text = ConsoleHost.text(host.post("/console/try/hidden", "csrf=" + token));
        assertEquals("", host.called);
        assertTrue(text.contains("There is no such tool."), text);
    }

    private static String type(String boundary) {
        return "multipart/form-data; boundary=" + boundary;
    }

    private String multipart(String... files) {
        String part = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=";
        StringBuilder body = new StringBuilder(part + "\"csrf\"\r\n\r\n" + token + "\r\n");
        for (String file : files) {
            body.append(part)
                    .append("\"files\"; filename=\"")
                    .append(file)
                    .append("\"\r\nContent-Type: a/b\r\n\r\n\u0000asm<x>\r\n");
        }
        return body + "--" + BOUNDARY + "--\r\n";
    }
}
