package org.vexhost.gateway.rest.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.gateway.http.ChangeThreads;
import org.vexhost.gateway.http.HttpResponse;
import org.vexhost.gateway.http.HttpRoute;
import tools.jackson.databind.JsonNode;

@DisplayName("Tools of operators over HTTP")
class AdminToolsTest {

    private final AdminHost host = new AdminHost();

    @Test
    void everyRouteIsForOperatorsAlone() {
        assertEquals(2, host.routes.size());
        for (HttpRoute route : host.routes) {
            assertEquals(HttpRoute.Audience.OPERATORS, route.audience());
            assertEquals(Optional.of(Role.OPERATOR), route.role());
        }
    }

    @Test
    void bodiesOtherThanUploadsAreSmall() {
        assertEquals(
                256 << 10, AdminHost.find(host.routes, "/admin/v1/grants/echo").maxBodyBytes());
        assertEquals(65L << 20, AdminHost.find(host.routes, "/admin/v1/tools").maxBodyBytes());
    }

    @Test
    void toolsAreListed() throws Exception {
        JsonNode tool = json(200, host.answer("GET", "tools")).get("tools").get(0);
        assertEquals("echo", tool.get("name").stringValue());
        assertEquals("ACTIVE", tool.get("state").stringValue());
        assertEquals(FakeAdministration.DIGEST, tool.get("digest").stringValue());
        assertEquals("fileSystem", tool.get("missing").get(0).get("capability").stringValue());
        assertFalse(tool.has("parameters"));
    }

    @Test
    void oneToolIsDescribedWhole() throws Exception {
        JsonNode tool = json(200, host.answer("GET", "tools/echo"));
        assertEquals("object", tool.get("parameters").get("type").stringValue());
        JsonNode requested = tool.get("requested").get(0);
        assertEquals("fileSystem", requested.get("capability").stringValue());
        assertEquals("/data", requested.get("items").get(0).get("value").stringValue());
        assertEquals("read", requested.get("items").get(0).get("access").stringValue());
        assertEquals("vex.log", tool.get("imports").get(0).stringValue());
        assertTrue(tool.get("limits").get("maxFuel").longValue() > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,tools/absent",
        "GET,approvals/absent",
        "GET,denials/absent",
        "PUT,grants/absent",
        "GET,absent",
        "GET,tools/echo/",
        "GET,tools/",
        "GET,tools/echo/enable/now",
        "GET,stats/echo",
        "GET,denials/echo/x",
        "GET,grants/echo/x",
        "GET,callers/absent",
        "GET,callers/ci/x",
        "GET,approvals/echo/x",
        "POST,tools/echo/explode"
    })
    void whatIsNotThereIsNotFound(String method, String path) throws Exception {
        HttpResponse answer = host.answer(OperatorExchange.of(method, path).json("{}"));
        boolean isEmptyName = path.equals("tools/");
        assertProblem(isEmptyName ? 400 : 404, isEmptyName ? "INVALID" : "NOT_FOUND", answer);
        assertEquals(List.of(), host.tools.done);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,tools,'GET, POST'",
        "POST,tools/echo,'GET, DELETE'",
        "GET,tools/echo/enable,POST",
        "POST,grants/echo,'GET, PUT, DELETE'",
        "POST,approvals,GET",
        "DELETE,approvals/echo,'GET, POST'",
        "POST,stats,GET",
        "DELETE,denials/echo,GET",
        "PUT,callers,'GET, POST'",
        "PUT,callers/ci,'GET, DELETE'",
        "GET,callers/ci/token,POST"
    })
    void otherMethodsAreNamed(String method, String path, String allowed) throws Exception {
        HttpResponse answer = host.answer(method, path);
        assertProblem(405, "METHOD_NOT_ALLOWED", answer);
        assertEquals(allowed.replace("GET", "GET, HEAD"), answer.headers().get("Allow"));
    }

    @Test
    void anOperatorAdministersToolsThatItsOwnPatternsDoNotName() throws Exception {
        assertFalse(OperatorExchange.of("GET", "tools/echo").access().maySee("echo"));
        assertEquals("echo", json(200, host.answer("GET", "tools/echo")).get("name").stringValue());
        assertEquals(
                "echo",
                json(200, host.answer("POST", "tools/echo/disable")).get("name").stringValue());
        assertEquals(List.of("client 'ops': disable echo"), host.tools.done);
    }

    @Test
    void toolsAreEnabledDisabledAndUndeployedUnderTheOperatorsName() throws Exception {
        assertEquals(
                "echo",
                json(200, host.answer("POST", "tools/echo/disable")).get("name").stringValue());
        assertEquals(
                "echo",
                json(200, host.answer("POST", "tools/echo/enable")).get("name").stringValue());
        JsonNode removed = json(200, host.answer("DELETE", "tools/echo")).get("removed");
        assertEquals("/home/tools/echo\\u001b.jar", removed.get(0).stringValue());
        assertEquals(
                List.of(
                        "client 'ops': disable echo",
                        "client 'ops': enable echo",
                        "client 'ops': undeploy echo"),
                host.tools.done);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".hidden", "a\\b", "a\nb", "a\u001b[2J", "\u202egnp", "", "a\0"})
    void namesThatAreNotPlainReachNothing(String name) throws Exception {
        assertProblem(400, "INVALID", host.answer("DELETE", "tools/" + name));
        assertProblem(400, "INVALID", host.answer("POST", "tools/" + name + "/disable"));
        assertProblem(400, "INVALID", host.answer("DELETE", "grants/" + name));
        OperatorExchange approve =
                OperatorExchange.of("POST", "approvals/" + name)
                        .json("{\"digest\":\"" + FakeAdministration.DIGEST + "\"}");
        assertProblem(400, "INVALID", host.answer(approve));
        assertEquals(List.of(), host.tools.done);
    }

    @Test
    void aNameOf129CharactersIsRefused() throws Exception {
        assertEquals(200, host.answer("DELETE", "tools/" + "a".repeat(128)).status());
        assertProblem(400, "INVALID", host.answer("DELETE", "tools/" + "a".repeat(129)));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasItsStatus(Reason reason) throws Exception {
        host.tools.failure = new AdministrationException(reason, "it is so");
        int status =
                switch (reason) {
                    case NOT_FOUND -> 404;
                    case INVALID -> 400;
                    case CONFLICT -> 409;
                    case NOT_WRITTEN, FAILED -> 500;
                };
        HttpResponse answer = host.answer("POST", "tools/echo/disable");
        assertProblem(status, reason.name(), answer);
        assertEquals("it is so", OperatorExchange.json(answer).get("detail").stringValue());
        assertProblem(status, reason.name(), host.answer("DELETE", "tools/echo"));
        assertProblem(status, reason.name(), host.answer("POST", "tools/echo/enable"));
    }

    @Test
    void whatTheHostThrowsIsNotShown() throws Exception {
        host.tools.crash = new IllegalStateException("secret");
        HttpResponse answer = host.answer("POST", "tools/echo/enable");
        assertProblem(500, "HOST_FAILURE", answer);
        assertFalse(OperatorExchange.json(answer).toString().contains("secret"));
    }

    @Test
    void moreChangesThanThreadsAreRefused() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        OperatorExchange change = OperatorExchange.of("POST", "tools/echo/enable");
        try (ChangeThreads threads = new ChangeThreads("test-change", 1)) {
            List<HttpRoute> full = host.routes(threads);
            threads.respond(OperatorExchange.of("POST", "grants"), () -> await(release));
            AdminHost.find(full, change.path()).handle(change);
            assertProblem(503, "OVERLOADED", change.answer());
            OperatorExchange look = OperatorExchange.of("GET", "tools/echo");
            AdminHost.find(full, look.path()).handle(look);
            assertEquals(200, look.answer().status());
        } finally {
            release.countDown();
        }
    }

    private static HttpResponse await(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ChangeThreads.stopping();
    }

    @Test
    void changesOfAHostThatStopsAreRefusedForThat() throws Exception {
        ChangeThreads threads = new ChangeThreads("test-change", 1);
        threads.close();
        OperatorExchange change = OperatorExchange.of("POST", "tools/echo/enable");
        AdminHost.find(host.routes(threads), change.path()).handle(change);
        assertProblem(503, "NOT_READY", change.answer());
    }

    @Test
    void withoutTheLoaderNothingIsReady() throws Exception {
        List<HttpRoute> routes =
                AdminRoutes.of(
                        new Services(Optional::empty, Optional::empty),
                        (exchange, answer) -> exchange.respond(answer.get()),
                        (exchange, answer) -> exchange.respond(answer.get()));
        for (String path : List.of("tools", "tools/echo", "stats", "callers", "approvals")) {
            OperatorExchange look = OperatorExchange.of("GET", path);
            AdminHost.find(routes, look.path()).handle(look);
            assertProblem(503, "NOT_READY", look.answer());
        }
    }

    @Test
    void whatWasCountedIsShown() throws Exception {
        JsonNode stats = json(200, host.answer("GET", "stats"));
        assertEquals(2, stats.get("host").get("queued").intValue());
        assertEquals(6, stats.get("host").get("suspended").intValue());
        JsonNode echo = stats.get("tools").get("echo");
        assertEquals(7, echo.get("ended").intValue());
        assertEquals(2, echo.get("failed").intValue());
        assertEquals(2, echo.get("errors").get("FUEL").intValue());
        assertEquals(9000, echo.get("durationsNanos").get("sum").intValue());
        JsonNode denial = json(200, host.answer("GET", "denials/echo")).get("denials").get(0);
        assertEquals("path_open", denial.get("function").stringValue());
        assertEquals(3, denial.get("count").intValue());
        assertEquals("/etc/shadow", denial.get("subjects").get(0).stringValue());
        assertEquals(
                "vex:grant echo fileSystem /etc=/HOST/FOLDER:ro",
                denial.get("commands").get(0).stringValue());
    }

    static JsonNode json(int status, HttpResponse response) {
        assertEquals(status, response.status(), () -> OperatorExchange.json(response).toString());
        assertEquals("application/json", response.headers().get("Content-Type"));
        return OperatorExchange.json(response);
    }

    static void assertProblem(int status, String code, HttpResponse response) {
        JsonNode problem = OperatorExchange.json(response);
        assertEquals(code, problem.get("code").stringValue(), problem::toString);
        assertEquals(status, response.status(), problem::toString);
        assertEquals("application/problem+json", response.headers().get("Content-Type"));
    }
}
