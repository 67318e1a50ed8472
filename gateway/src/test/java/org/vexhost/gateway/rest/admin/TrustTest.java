package org.vexhost.gateway.rest.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vexhost.gateway.rest.admin.AdminToolsTest.assertProblem;
import static org.vexhost.gateway.rest.admin.AdminToolsTest.json;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AdministrationException.Reason;
import org.vexhost.gateway.http.HttpResponse;
import tools.jackson.databind.JsonNode;

@DisplayName("Grants and approvals over HTTP")
class TrustTest {

    private static final String DIGEST = FakeAdministration.DIGEST;

    private final AdminHost host = new AdminHost();

    @Test
    void everyKindIsGrantedAndShownAsItIsWritten() throws Exception {
        String grants =
                """
                {"environment":["LANG","LC_*"],
                 "network":["https://a.example",{"origin":"https://b.example","methods":["GET"]}],
                 "addressRanges":["10.0.0.0/8"],
                 "secrets":[{"name":"K","origins":["https://a.example"],"headers":["X-Key"]}],
                 "cryptography":true,
                 "fileSystem":[
                   {"guest":"/srv","host":"/srv/docs","access":"readWrite","shared":true,
                    "maxBytes":5,"maxFiles":6}],
                 "updates":"trust",
                 "digest":"%s"}
                """
                        .formatted(DIGEST);
        JsonNode shown = json(200, grant(grants));
        assertEquals(List.of("client 'ops': grant echo TRUST " + DIGEST), host.tools.done);
        assertEquals(
                Set.of(
                        new Grant.Environment("LANG"),
                        new Grant.Environment("LC_*"),
                        new Grant.Network("https://a.example"),
                        new Grant.Network("https://b.example", Set.of("GET")),
                        new Grant.AddressRange("10.0.0.0/8"),
                        new Grant.Secret("K", Set.of("https://a.example"), Set.of("x-key")),
                        new Grant.Cryptography(),
                        new Grant.FileSystem(
                                "/srv",
                                Path.of("/srv/docs"),
                                Grant.Access.READ_WRITE,
                                Grant.Sharing.SHARED,
                                5,
                                6)),
                Set.copyOf(host.tools.granted));
        assertEquals(shown, json(200, host.answer("GET", "grants/echo")));
        assertEquals(DIGEST, shown.get("artifact").stringValue());
        assertEquals("approve", shown.get("updates").stringValue());
        assertEquals("/srv/docs", shown.get("fileSystem").get(0).get("host").stringValue());
        assertEquals("{\"origin\":\"https://a.example\"}", shown.get("network").get(0).toString());
        assertEquals("GET", shown.get("network").get(1).get("methods").get(0).stringValue());
        assertEquals(
                "[{\"name\":\"K\",\"origins\":[\"https://a.example\"],\"headers\":[\"x-key\"]}]",
                shown.get("secrets").toString());
        assertTrue(shown.get("cryptography").booleanValue());
    }

    @Test
    void aDirectoryWithoutAFolderIsTheToolsOwn() throws Exception {
        assertEquals(200, grant("{\"fileSystem\":[\"/data\"]}").status());
        assertEquals(
                List.of("client 'ops': folder echo", "client 'ops': grant echo null null"),
                host.tools.done);
        assertEquals(
                List.of(
                        Grant.FileSystem.of(
                                "/data", Path.of("/home/data/echo"), Grant.Access.READ)),
                host.tools.granted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"cryptography\":false}",
                "{\"cryptography\":\"yes\"}",
                "{\"cryptography\":true,\"cryptography\":true}",
                "{\"subprocess\":true}",
                "{\"environment\":\"LANG\"}",
                "{\"environment\":[1]}",
                "{\"environment\":[\"*\"]}",
                "{\"environment\":[\"A\\nB\"]}",
                "{\"network\":[\"ftp://a\"]}",
                "{\"network\":[{\"methods\":[\"GET\"]}]}",
                "{\"network\":[{\"origin\":\"https://a\",\"methods\":[\"BREW\"]}]}",
                "{\"network\":[{\"origin\":\"https://a\",\"methods\":[]}]}",
                "{\"network\":[{\"origin\":\"https://a\",\"x\":1}]}",
                "{\"addressRanges\":[\"10.0.0.0\"]}",
                "{\"addressRanges\":[\"10.0.0.1/8\"]}",
                "{\"addressRanges\":[\"::ffff:a00:0/104\"]}",
                "{\"secrets\":[\"K\"]}",
                "{\"secrets\":[{\"name\":\"K\",\"origins\":[\"https://a\"]}]}",
                "{\"secrets\":[{\"name\":\"k\",\"origins\":[\"https://a\"],\"headers\":[\"x\"]}]}",
                "{\"secrets\":[{\"name\":\"K\",\"value\":\"x\"}]}",
                "{\"fileSystem\":[\"/\"]}",
                "{\"fileSystem\":[\"/a/../b\"]}",
                "{\"fileSystem\":[\"/a\\u202eb\"]}",
                "{\"fileSystem\":[{\"guest\":\"/a\",\"host\":\"relative\"}]}",
                "{\"fileSystem\":[{\"guest\":\"/a\",\"host\":\"/a/../b\"}]}",
                "{\"fileSystem\":[{\"guest\":\"/a\",\"host\":\"/a\\u0000\"}]}",
                "{\"fileSystem\":[{\"guest\":\"/a\",\"access\":\"all\"}]}",
                "{\"fileSystem\":[{\"guest\":\"/a\",\"maxBytes\":-1}]}",
                "{\"fileSystem\":[{\"guest\":\"/a\",\"maxBytes\":1e3}]}",
                "{\"fileSystem\":[{\"guest\":\"/a\",\"maxFiles\":99999999999999999999}]}",
                "{\"fileSystem\":[{\"host\":\"/a\"}]}",
                "{\"updates\":\"always\"}",
                "{\"cryptography\":true,\"digest\":\"sha256:ab\"}",
                "{\"cryptography\":true,\"digest\":7}"
            })
    void aBodyThatCannotBeUsedGrantsNothing(String body) throws Exception {
        HttpResponse answer = grant(body);
        assertProblem(400, "INVALID", answer);
        assertEquals(List.of(), host.tools.done);
    }

    @Test
    void bodiesAreBoundedInDepthAndNumber() throws Exception {
        assertProblem(400, "INVALID", grant("[".repeat(600) + "]".repeat(600)));
        assertProblem(
                400,
                "INVALID",
                grant("{\"environment\":" + "[".repeat(100) + "]".repeat(100) + "}"));
        assertEquals(200, grant(variables(1000)).status());
        assertProblem(400, "INVALID", grant(variables(1001)));
        byte[] wide = "{\"cryptography\":true}".getBytes(StandardCharsets.UTF_16);
        assertProblem(
                400,
                "INVALID",
                host.answer(
                        OperatorExchange.of("PUT", "grants/echo").body("application/json", wide)));
    }

    private static String variables(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"V" + i + "\"")
                .collect(Collectors.joining(",", "{\"environment\":[", "]}"));
    }

    @Test
    void anotherTypeThanJsonIsRefused() throws Exception {
        OperatorExchange put =
                OperatorExchange.of("PUT", "grants/echo")
                        .body("text/plain", "{}".getBytes(StandardCharsets.UTF_8));
        assertProblem(415, "NOT_JSON", host.answer(put));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatIsNotCarriedOutIsSaid(Reason reason) throws Exception {
        host.tools.failure = new AdministrationException(reason, "it is so");
        int expected = host.answer("POST", "tools/echo/enable").status();
        assertProblem(expected, reason.name(), grant("{\"cryptography\":true}"));
        assertProblem(expected, reason.name(), approve("{\"digest\":\"" + DIGEST + "\"}"));
        OperatorExchange revoke =
                OperatorExchange.of("DELETE", "grants/echo").with("capability", "network");
        assertProblem(expected, reason.name(), host.answer(revoke));
    }

    @Test
    void oneValueACapabilityOrAllIsTakenBack() throws Exception {
        assertEquals(200, grant("{\"cryptography\":true,\"environment\":[\"A\"]}").status());
        host.tools.done.clear();
        OperatorExchange one =
                OperatorExchange.of("DELETE", "grants/echo")
                        .with("capability", "network")
                        .with("value", "https://a.example");
        assertEquals(200, host.answer(one).status());
        OperatorExchange all =
                OperatorExchange.of("DELETE", "grants/echo").with("capability", "file-system");
        assertEquals(200, host.answer(all).status());
        JsonNode left = json(200, host.answer("DELETE", "grants/echo"));
        assertEquals(
                List.of(
                        "client 'ops': revoke echo network[https://a.example]",
                        "client 'ops': revoke echo fileSystem[]",
                        "client 'ops': revoke echo environment[]",
                        "client 'ops': revoke echo cryptography[]"),
                host.tools.done);
        assertEquals(0, left.get("environment").size());
    }

    @Test
    void whatCannotBeWrittenDownIsTakenBackAllTheSame() throws Exception {
        host.tools.granted.add(new Grant.Environment("A"));
        host.tools.granted.add(new Grant.Cryptography());
        host.tools.failure = new AdministrationException(Reason.NOT_WRITTEN, "disk is full");
        assertProblem(500, "NOT_WRITTEN", host.answer("DELETE", "grants/echo"));
        assertEquals(List.of(), host.tools.granted);
    }

    @Test
    void whatToTakeBackIsChecked() throws Exception {
        OperatorExchange value = OperatorExchange.of("DELETE", "grants/echo").with("value", "A");
        assertProblem(400, "INVALID", host.answer(value));
        OperatorExchange word =
                OperatorExchange.of("DELETE", "grants/echo").with("capability", "everything");
        assertProblem(400, "INVALID", host.answer(word));
        assertEquals(List.of(), host.tools.done);
    }

    @Test
    void updatesThatWaitAreShownAndApproved() throws Exception {
        JsonNode list = json(200, host.answer("GET", "approvals")).get("approvals");
        assertEquals(1, list.size());
        assertEquals(list.get(0), json(200, host.answer("GET", "approvals/echo")));
        String waits = list.get(0).get("toDigest").stringValue();
        assertEquals(FakeAdministration.NEXT_DIGEST, waits);
        JsonNode change = list.get(0).get("changes").get(0);
        assertEquals("vex.random", change.get("after").stringValue());
        assertFalse(change.has("before"));
        assertEquals(200, approve("{\"digest\":\"" + waits.replace("cd", "CD") + "\"}").status());
        assertEquals(List.of("client 'ops': approve echo " + waits), host.tools.done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"digest\":null}",
                "{\"digest\":\"\"}",
                "{\"digest\":\"sha256:00\"}",
                "{\"d\":1}"
            })
    void anApprovalNamesTheWholeDigest(String body) throws Exception {
        assertProblem(400, "INVALID", approve(body));
        assertEquals(List.of(), host.tools.done);
    }

    private HttpResponse grant(String body) throws Exception {
        return host.answer(OperatorExchange.of("PUT", "grants/echo").json(body));
    }

    private HttpResponse approve(String body) throws Exception {
        return host.answer(OperatorExchange.of("POST", "approvals/echo").json(body));
    }

    @Test
    void capabilitiesThatAreNeverGrantedHaveNoMember() throws Exception {
        assertProblem(400, "INVALID", grant("{\"" + Capability.SUBPROCESS.key() + "\":[]}"));
    }
}
