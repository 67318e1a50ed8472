package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.Grant;
import org.vexhost.http.exchange.HttpLimits;

@DisplayName("A server on this machine that nobody opened")
@Timeout(60)
class BypassTest {

    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private Server server;
    private TestHost host;

    @BeforeEach
    void begin() throws Exception {
        server = Server.saying(HELLO);
        host = new TestHost();
    }

    @AfterEach
    void end() throws Exception {
        host.close();
        server.close();
    }

    private Grant named(String name) {
        return new Grant.Network(server.origin(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]"})
    void isNotReachedByItsAddressThoughTheOriginIsGranted(String address) throws Exception {
        try (Guest guest = host.guest("t", named(address))) {
            int handle = guest.get(server.origin(address));
            assertEquals(-1, guest.await(handle), guest.error(handle));
            assertTrue(guest.error(handle).contains("loopback"), guest.error(handle));
        }
        assertEquals(0, server.requests.size());
    }

    @Test
    void isNotReachedByANameThatStandsForIt() throws Exception {
        host.names.put("evil.test", List.of("127.0.0.1"));
        try (Guest guest = host.guest("t", named("evil.test"))) {
            int handle = guest.get(server.origin("evil.test"));
            assertEquals(-1, guest.await(handle));
            assertTrue(guest.error(handle).contains("127.0.0.1, loopback"), guest.error(handle));
        }
        assertEquals(0, server.requests.size());
    }

    @Test
    void isNotReachedByANameThatStandsForOthersToo() throws Exception {
        for (List<String> answers :
                List.of(
                        List.of("192.0.2.1", "127.0.0.1"),
                        List.of("2606:4700::1111", "127.0.0.1"),
                        List.of("8.8.8.8", "::1"),
                        List.of("8.8.8.8", "fd00::1"))) {
            host.names.put("mixed.test", answers);
            try (Guest guest = host.guest("t", named("mixed.test"))) {
                int handle = guest.get(server.origin("mixed.test"));
                assertEquals(-1, guest.await(handle), answers.toString());
            }
        }
        assertEquals(0, server.requests.size());
    }

    @Test
    void isNotReachedByANameThatChangesBetweenTwoLookUps() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpLimits quick =
                new HttpLimits(
                        20,
                        8,
                        16,
                        64,
                        1 << 20,
                        1 << 20,
                        32 << 10,
                        100,
                        java.time.Duration.ofMillis(300));
        // The first answer is public and unreachable here; every later one is this machine.
        try (TestHost rebinding =
                        new TestHost(
                                quick,
                                SSLContext.getDefault(),
                                name ->
                                        asked.incrementAndGet() == 1
                                                ? TestHost.addresses("8.8.8.8")
                                                : TestHost.addresses("127.0.0.1"));
                Guest guest = rebinding.guest("t", named("rebind.test"))) {
            int handle = guest.start("GET", server.origin("rebind.test"), "", "", 2000);
            assertTrue(guest.await(handle) < 0);
            assertEquals(1, asked.get());
            assertEquals(-1, guest.status(server.origin("rebind.test")));
        }
        assertEquals(0, server.requests.size());
    }

    @Test
    void isNotReachedUnderANameThatLooksLikeAGrantedOne() throws Exception {
        for (String name :
                List.of("api.test.evil.test", "evilapi.test", "xapi.test", "api.tes", "test")) {
            host.names.put(name, List.of("127.0.0.1"));
            try (Guest guest =
                    host.guest("t", named("api.test"), named("*.api.test"), TestHost.LOOPBACK)) {
                assertEquals(-1, guest.get(server.origin(name)), name);
            }
        }
        assertEquals(0, server.requests.size());
    }

    @Test
    void isReachedUnderANameBelowAGrantedOne() throws Exception {
        for (String name : List.of("a.api.test", "a.b.api.test")) {
            host.names.put(name, List.of("127.0.0.1"));
            try (Guest guest = host.guest("t", named("*.api.test"), TestHost.LOOPBACK)) {
                assertEquals(200, guest.status(server.origin(name)), name);
            }
        }
        assertEquals(2, server.requests.size());
    }

    @Test
    void isNotReachedOnAnotherPortOrScheme() throws Exception {
        try (Guest guest = host.guest("t", named("127.0.0.1"), TestHost.LOOPBACK)) {
            assertEquals(-1, guest.get("http://127.0.0.1:" + (server.port() ^ 1)));
            assertEquals(-1, guest.get("http://127.0.0.1"));
            assertEquals(-1, guest.get("https://127.0.0.1:" + server.port()));
        }
        assertEquals(0, server.requests.size());
    }

    @Test
    void isNotReachedWhereTheNameIsNotFound() throws Exception {
        try (Guest guest = host.guest("t", named("nowhere.test"), TestHost.LOOPBACK)) {
            int handle = guest.get(server.origin("nowhere.test"));
            assertEquals(-2, guest.await(handle));
            assertTrue(guest.error(handle).contains("nowhere.test"), guest.error(handle));
        }
    }

    @Test
    void staysReachableForOthersWhileOneToolsNamesHang() throws Exception {
        CountDownLatch hang = new CountDownLatch(1);
        try (TestHost slow =
                new TestHost(
                        HttpLimits.DEFAULT,
                        SSLContext.getDefault(),
                        name -> {
                            if (name.equals("hang.test")) {
                                uninterruptibly(hang);
                            }
                            return TestHost.addresses("127.0.0.1");
                        })) {
            try (Guest bad = slow.guest("bad", named("hang.test"), TestHost.LOOPBACK);
                    Guest good = slow.guest("good", named("good.test"), TestHost.LOOPBACK)) {
                int first = bad.start("GET", server.origin("hang.test"), "", "", 300);
                int second = bad.start("GET", server.origin("hang.test"), "", "", 300);
                assertTrue(bad.await(first) < 0);
                assertTrue(bad.await(second) < 0);
                int third = bad.get(server.origin("hang.test"));
                assertEquals(-2, bad.await(third));
                assertTrue(bad.error(third).contains("2 look-ups"), bad.error(third));
                assertEquals(200, good.status(server.origin("good.test")));
            }
            assertEquals(2, slow.host.lookUps());
            hang.countDown();
            for (int i = 0; i < 500 && slow.host.lookUps() > 0; i++) {
                Thread.sleep(10);
            }
            assertEquals(0, slow.host.lookUps());
        }
    }

    private static void uninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // A resolver does not end for it either.
            }
        }
    }
}
