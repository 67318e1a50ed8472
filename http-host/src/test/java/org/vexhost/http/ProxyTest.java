package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Grant;
import org.vexhost.http.exchange.ProxyAddress;

@DisplayName("A request through a proxy")
@Timeout(120)
class ProxyTest {

    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir Path folder;

    private static ProxyAddress at(Proxy proxy) {
        return new ProxyAddress("127.0.0.1", proxy.port());
    }

    /** The body, or the code and why. */
    private static String ask(Guest guest, String url) throws Exception {
        int handle = guest.get(url);
        if (handle < 0) {
            return handle + " " + guest.error(0);
        }
        int status = guest.await(handle);
        return status < 0 ? status + " " + guest.error(handle) : guest.body(handle);
    }

    @Test
    void thatIsPlainNamesItsOriginToTheProxyWhichResolvesIt() throws Exception {
        try (Server server = Server.saying(HELLO);
                Proxy proxy = new Proxy(server.port(), "");
                TestHost host = new TestHost(SSLContext.getDefault(), at(proxy));
                Guest guest = host.guest("t", new Grant.Network("http://api.test"))) {
            assertEquals("hello", ask(guest, "http://api.test/a?b"));
            String head = proxy.requests.get(0);
            assertTrue(head.startsWith("GET http://api.test/a?b HTTP/1.1\r\n"), head);
            assertTrue(head.contains("Host: api.test\r\n"), head);
            assertFalse(head.toLowerCase(java.util.Locale.ROOT).contains("keep-alive"), head);
        }
    }

    @Test
    void thatIsEncryptedGoesThroughATunnelToTheServerWhoseNameItAskedFor() throws Exception {
        KeyStore key = Keys.make(folder, "good", "-validity", "30");
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted(key));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, factory.getTrustManagers(), null);
        try (Server server = Keys.server(key);
                Proxy proxy = new Proxy(server.port(), "");
                TestHost host = new TestHost(tls, at(proxy));
                Guest guest =
                        host.guest(
                                "t",
                                new Grant.Network("https://secure.test"),
                                new Grant.Network("https://other.test"))) {
            assertEquals("hello", ask(guest, "https://secure.test/a"));
            String head = proxy.requests.get(0);
            assertTrue(head.startsWith("CONNECT secure.test:443 HTTP/1.1\r\n"), head);
            String wrong = ask(guest, "https://other.test/a");
            assertTrue(wrong.startsWith("-4 "), wrong);
            assertEquals(1, server.requests.stream().filter(each -> !each.isEmpty()).count());
        }
    }

    private static KeyStore trusted(KeyStore key) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("good", key.getCertificate("good"));
        return trusted;
    }

    @Test
    void isCheckedLikeAnyOther() throws Exception {
        try (Server server = Server.saying(HELLO);
                Proxy proxy = new Proxy(server.port(), "");
                TestHost host = new TestHost(SSLContext.getDefault(), at(proxy));
                Guest guest =
                        host.guest(
                                "t",
                                new Grant.Network("http://api.test"),
                                new Grant.Network("http://10.0.0.1"),
                                new Grant.Network("http://169.254.169.254"))) {
            for (String url :
                    List.of(
                            "http://other.test/",
                            "https://api.test/",
                            "http://api.test:81/",
                            "http://10.0.0.1/",
                            "http://169.254.169.254/")) {
                String answer = ask(guest, url);
                assertTrue(answer.startsWith("-1 "), url + " " + answer);
            }
            assertEquals(List.of(), proxy.requests);
        }
    }

    @Test
    void failsIfTheProxyRefusesIt() throws Exception {
        try (Proxy proxy = new Proxy(1, "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                TestHost host = new TestHost(SSLContext.getDefault(), at(proxy));
                Guest guest = host.guest("t", new Grant.Network("https://api.test"))) {
            String answer = ask(guest, "https://api.test/");
            assertTrue(answer.startsWith("-3 "), answer);
            assertTrue(answer.contains("proxy"), answer);
        }
    }

    @Test
    void failsIfTheProxyIsNotThere() throws Exception {
        try (TestHost host =
                        new TestHost(
                                SSLContext.getDefault(), new ProxyAddress("proxy.test", 3128));
                Guest guest = host.guest("t", new Grant.Network("http://api.test"))) {
            String answer = ask(guest, "http://api.test/");
            assertTrue(answer.startsWith("-3 "), answer);
            host.names.put("proxy.test", List.of("127.0.0.1"));
            host.names.put("api.test", List.of("127.0.0.1"));
            answer = ask(guest, "http://api.test/");
            assertTrue(answer.startsWith("-3 "), answer);
        }
    }
}
