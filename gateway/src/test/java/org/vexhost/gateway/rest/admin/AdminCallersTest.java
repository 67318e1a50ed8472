package org.vexhost.gateway.rest.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.vexhost.gateway.rest.admin.AdminToolsTest.assertProblem;
import static org.vexhost.gateway.rest.admin.AdminToolsTest.json;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.JsonNode;

@DisplayName("Callers over HTTP")
class AdminCallersTest {

    private final AdminHost host = new AdminHost();

    @Test
    void callersAreShownWithoutSecrets() throws Exception {
        JsonNode list = json(200, host.answer("GET", "callers")).get("callers");
        assertEquals(list.get(0), json(200, host.answer("GET", "callers/ci")));
        assertEquals("csv-*", list.get(0).get("tools").get(0).stringValue());
        assertEquals("call", list.get(0).get("roles").get(0).stringValue());
        assertEquals(60, list.get(0).get("callsPerMinute").intValue());
        assertFalse(list.get(0).has("fuelPerDay"));
        assertFalse(list.toString().contains("t0ken"));
    }

    @Test
    void aTokenIsShownOnce() throws Exception {
        HttpResponse added =
                add("{\"name\":\"bob\",\"tools\":[\"a-*\"],\"roles\":[\"monitor\",\"call\"]}");
        assertEquals("t0ken", json(201, added).get("token").stringValue());
        assertEquals("/admin/v1/callers/bob", added.headers().get("Location"));
        HttpResponse renewed = host.answer("POST", "callers/ci/token");
        assertEquals("t1ken", json(200, renewed).get("token").stringValue());
        assertEquals(201, add("{\"name\":\"eve\"}").status());
        assertEquals(204, host.answer("DELETE", "callers/ci").status());
        assertEquals(
                List.of(
                        "client 'ops': add bob [a-*] [MONITOR, CALL]",
                        "client 'ops': renew ci",
                        "client 'ops': add eve [] [CALL]",
                        "client 'ops': remove ci"),
                host.callers.done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"name\":7}",
                "{\"name\":\"bob\",\"roles\":[\"king\"]}",
                "{\"name\":\"bob\",\"roles\":\"call\"}",
                "{\"name\":\"bob\",\"tools\":[7]}",
                "{\"name\":\"bob\",\"token\":\"mine\"}",
                "{\"name\":\"bob\",\"name\":\"eve\"}"
            })
    void aBodyThatCannotBeUsedAddsNobody(String body) throws Exception {
        assertProblem(400, "INVALID", add(body));
        assertEquals(List.of(), host.callers.done);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatIsNotCarriedOutIsSaid(Reason reason) throws Exception {
        host.callers.failure = new AdministrationException(reason, "it is so");
        int status =
                switch (reason) {
                    case NOT_FOUND -> 404;
                    case INVALID -> 400;
                    case CONFLICT -> 409;
                    case NOT_WRITTEN, FAILED -> 500;
                };
        assertProblem(status, reason.name(), add("{\"name\":\"../x\\n\"}"));
        assertProblem(status, reason.name(), host.answer("POST", "callers/ci/token"));
        assertProblem(status, reason.name(), host.answer("DELETE", "callers/ci"));
    }

    private HttpResponse add(String body) throws Exception {
        return host.answer(OperatorExchange.of("POST", "callers").json(body));
    }
}
