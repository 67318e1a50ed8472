package org.vexhost.gateway.rest.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.gateway.rest.admin.AdminToolsTest.assertProblem;
import static org.vexhost.gateway.rest.admin.AdminToolsTest.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.gateway.http.HttpResponse;

@DisplayName("Uploads")
class UploadTest {

    private static final String TWO_FILES =
            """
            --b1\r
            Content-Disposition: form-data; name="d"; filename="echo.tool.json"\r
            Content-Type: application/json\r
            \r
            {}\r
            --b1\r
            content-disposition: form-data; name="m"; filename="echo.wasm"\r
            \r
            \0asm\r
            --b\r
            x\r
            --b1--\r
            """;

    private final AdminHost host = new AdminHost();

    @Test
    void aFileBecomesATool() throws Exception {
        OperatorExchange upload =
                file("application/java-archive", "PK").with("name", "echo.jar").with("wait", "5");
        HttpResponse answer = host.answer(upload);
        assertEquals("echo", json(201, answer).get("name").stringValue());
        assertEquals("/admin/v1/tools/echo", answer.headers().get("Location"));
        assertEquals(List.of("client 'ops': deploy PT5S echo.jar=PK"), host.tools.done);
    }

    @Test
    void aTypeIsNotNeeded() throws Exception {
        assertEquals(201, host.answer(file("", "x").with("name", "a.wasm")).status());
        assertEquals(List.of("client 'ops': deploy PT1M a.wasm=x"), host.tools.done);
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,201",
        "BLOCKED,201",
        "DISABLED,201",
        "WAITING,202",
        "COMPILING,202",
        "FAILED,422"
    })
    void theStatusSaysWhatBecameOfIt(ToolState state, int status) throws Exception {
        host.tools.state = state;
        HttpResponse answer = host.answer(file("", "x").with("name", "a.wasm"));
        assertEquals(status, answer.status());
        assertEquals(status != 422, answer.headers().containsKey("Location"));
    }

    @Test
    void aRejectedToolIsAProblemThatSaysWhy() throws Exception {
        host.tools.state = ToolState.FAILED;
        HttpResponse answer = host.answer(file("", "x").with("name", "a.wasm"));
        assertProblem(422, "REJECTED", answer);
        assertEquals(
                "because", OperatorExchange.json(answer).get("tool").get("reason").stringValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../a.jar",
                "a/b.jar",
                "a\\b.jar",
                ".a.jar",
                "a\n.jar",
                "a\u001b.jar",
                "\u202eraj.a",
                "a\0.jar"
            })
    void aNameThatIsNotPlainIsRefused(String name) throws Exception {
        assertProblem(400, "INVALID", host.answer(file("", "x").with("name", name)));
        assertEquals(List.of(), host.tools.done);
    }

    @Test
    void aNameOf129CharactersIsRefused() throws Exception {
        String longest = "a".repeat(124) + ".jar";
        assertEquals(201, host.answer(file("", "x").with("name", longest)).status());
        assertProblem(400, "INVALID", host.answer(file("", "x").with("name", "a" + longest)));
    }

    @Test
    void aNameAndABodyAreNeeded() throws Exception {
        assertProblem(400, "INVALID", host.answer(file("", "x")));
        assertProblem(400, "INVALID", host.answer(file("", "").with("name", "a.jar")));
        assertEquals(List.of(), host.tools.done);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json"})
    void otherTypesAreRefused(String type) throws Exception {
        assertProblem(415, "NOT_A_FILE", host.answer(file(type, "x").with("name", "a.jar")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "601", "x", "1.5", "", "99999999999", "+5"})
    void waitIsChecked(String wait) throws Exception {
        OperatorExchange upload = file("", "x").with("name", "a.jar").with("wait", wait);
        assertProblem(400, "BAD_WAIT", host.answer(upload));
        assertEquals(List.of(), host.tools.done);
    }

    @Test
    void whatTheLoaderRefusesIsSaid() throws Exception {
        host.tools.failure = new AdministrationException(Reason.INVALID, "name is not that");
        assertProblem(400, "INVALID", host.answer(file("", "x").with("name", "a.txt")));
    }

    @Test
    void twoFilesOfAFormBecomeATool() throws Exception {
        HttpResponse answer = host.answer(file("multipart/form-data; boundary=b1", TWO_FILES));
        assertEquals(201, answer.status(), () -> OperatorExchange.json(answer).toString());
        assertEquals(
                List.of("client 'ops': deploy PT1M echo.tool.json={} echo.wasm=\0asm\r\n--b\r\nx"),
                host.tools.done);
        assertEquals(
                201,
                host.answer(file("multipart/form-data; boundary=\"b1\"; x=y", TWO_FILES)).status());
    }

    @Test
    void everyBeginningOfAFormIsRefused() throws Exception {
        int whole = TWO_FILES.indexOf("--b1--") + "--b1--".length();
        for (int length = 0; length < whole; length++) {
            HttpResponse answer =
                    host.answer(
                            file(
                                    "multipart/form-data; boundary=b1",
                                    TWO_FILES.substring(0, length)));
            assertProblem(400, "INVALID", answer);
        }
        assertEquals(List.of(), host.tools.done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"b1",
                "multipart/form-data; boundary=b2",
                "multipart/form-data; boundary=b1\u00e9"
            })
    void aBoundaryThatDoesNotFitIsRefused(String type) throws Exception {
        assertProblem(400, "INVALID", host.answer(file(type, TWO_FILES)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=\"d\"",
                "Content-Disposition: form-data; filename=\"\"",
                "Content-Disposition: form-data; filename=\"../a.jar\"",
                "Content-Disposition: form-data; filename=\"a\\\"b.jar\"",
                "Content-Disposition: form-data; filename=\"/etc/passwd\"",
                "Content-Disposition: form-data; filename=\".a.jar\"",
                "Content-Disposition: form-data; filename=a.jar",
                "Content-Type: text/plain"
            })
    void aPartWithoutAPlainFileNameIsRefused(String header) throws Exception {
        String form = "--b1\r\n" + header + "\r\n\r\nx\r\n--b1--\r\n";
        HttpResponse answer = host.answer(file("multipart/form-data; boundary=b1", form));
        assertProblem(400, "INVALID", answer);
        assertEquals(List.of(), host.tools.done);
    }

    @Test
    void partsAndTheirHeadersAreBounded() throws Exception {
        String part = "--b1\r\nContent-Disposition: form-data; filename=\"a.jar\"%s\r\n\r\nx\r\n";
        String one = part.formatted("");
        String type = "multipart/form-data; boundary=b1";
        assertEquals(201, host.answer(file(type, one + one + "--b1--")).status());
        HttpResponse three = host.answer(file(type, one + one + one + "--b1--"));
        assertProblem(400, "INVALID", three);
        assertTrue(OperatorExchange.json(three).toString().contains("more than 2 files"));
        HttpResponse wide =
                host.answer(file(type, part.formatted("\r\nX: " + "x".repeat(5000)) + "--b1--"));
        assertProblem(400, "INVALID", wide);
        assertFalse(host.tools.done.isEmpty());
    }

    private static OperatorExchange file(String type, String content) {
        return OperatorExchange.of("POST", "tools")
                .body(type, content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
