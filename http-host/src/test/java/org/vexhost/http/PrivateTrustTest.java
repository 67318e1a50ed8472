package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant;

@DisplayName("A certificate authority of the operator's")
@Timeout(120)
class PrivateTrustTest {

    @TempDir static Path home;

    private static KeyStore good;
    private static KeyStore stranger;

    @BeforeAll
    static void makeKeys() throws Exception {
        good = Keys.make(home, "good", "-validity", "30");
        stranger = Keys.make(home, "stranger", "-validity", "30");
        Files.createDirectory(home.resolve("etc"));
        Files.writeString(home.resolve("etc/authorities.pem"), "Ours.\n" + pem(good, "good"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ours", good.getCertificate("good"));
        try (var out = Files.newOutputStream(home.resolve("etc/authorities.p12"))) {
            store.store(out, "changed".toCharArray());
        }
        Files.writeString(home.resolve("etc/empty.pem"), "");
        Files.writeString(home.resolve("etc/odd.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    }

    private static String pem(KeyStore store, String alias) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(store.getCertificate(alias).getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The body, or the code and why. */
    private static String ask(Server server, String name, Map<String, Object> settings)
            throws Exception {
        try (TestHost host = new TestHost(home, settings)) {
            host.names.put("secure.test", List.of("127.0.0.1"));
            host.names.put("other.test", List.of("127.0.0.1"));
            String origin = "https://" + name + ":" + server.port();
            try (Guest guest = host.guest("t", new Grant.Network(origin), TestHost.LOOPBACK)) {
                int handle = guest.get(origin);
                if (handle < 0) {
                    return handle + " " + guest.error(0);
                }
                int status = guest.await(handle);
                return status < 0 ? status + " " + guest.error(handle) : guest.body(handle);
            }
        }
    }

    private static void assertRefused(KeyStore key, String name, Map<String, Object> settings)
            throws Exception {
        try (Server server = Keys.server(key)) {
            String answer = ask(server, name, settings);
            assertTrue(answer.startsWith("-4 "), answer);
            assertTrue(server.requests.stream().allMatch(String::isEmpty));
        }
    }

    @Test
    void isNotTrustedUnlessItIsNamed() throws Exception {
        assertRefused(good, "secure.test", Map.of());
    }

    @Test
    void isTrustedFromPemAndFromPkcs12() throws Exception {
        try (Server server = Keys.server(good)) {
            assertEquals(
                    "hello",
                    ask(server, "secure.test", Map.of("trustStore", "etc/authorities.pem")));
            assertEquals(
                    "hello",
                    ask(
                            server,
                            "secure.test",
                            Map.of(
                                    "trustStore",
                                    "etc/authorities.p12",
                                    "trustStorePassword",
                                    "changed")));
        }
    }

    @Test
    void vouchesForNobodyElseAndForNoOtherName() throws Exception {
        Map<String, Object> settings = Map.of("trustStore", "etc/authorities.pem");
        assertRefused(good, "other.test", settings);
        assertRefused(stranger, "secure.test", settings);
    }

    @Test
    void stopsAllRequestsIfItsFileCannotBeUsed() throws Exception {
        for (Map<String, Object> settings :
                List.<Map<String, Object>>of(
                        Map.of("trustStore", "etc/missing.pem"),
                        Map.of("trustStore", "etc/empty.pem"),
                        Map.of("trustStore", "etc/odd.pem"),
                        Map.of("trustStore", "etc"),
                        Map.of("trustStore", "etc/authorities.p12", "trustStorePassword", "no"),
                        Map.of("maxOpenRequests", "0"),
                        Map.of("proxy", "nonsense"))) {
            try (Server server = Keys.server(good)) {
                String answer = ask(server, "secure.test", settings);
                assertEquals("-3 outbound HTTP is off on this host", answer, settings::toString);
                assertEquals(List.of(), server.requests);
            }
        }
    }
}
