package org.vexhost.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vexhost.api.Grant;
import org.vexhost.api.Grants;
import org.vexhost.api.admin.Measurement;
import org.vexhost.sandbox.spi.Denial;

@DisplayName("What operators see of requests")
@Timeout(60)
class TrafficTest {

    /** Name and result of each number, without those of time. */
    private static Map<String, Long> numbers(TestHost host, String tool, String origin) {
        Map<String, Long> numbers = new TreeMap<>();
        for (Measurement each : host.module.current()) {
            boolean its =
                    each.labels().get("tool").equals(tool)
                            && each.labels().get("origin").equals(origin);
            if (its && !each.name().contains("seconds")) {
                numbers.put(
                        each.name() + each.labels().getOrDefault("result", ""),
                        (long) each.value());
            }
        }
        return numbers;
    }

    @Test
    void countsResultsAndBytesByToolAndGrantedOrigin() throws Exception {
        try (Server ok = Server.saying(Server.ok("Content-Length: 5") + "hello");
                Server missing = Server.saying("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno");
                Server broken = Server.saying("nonsense\r\n\r\n");
                TestHost host = new TestHost()) {
            host.names.put("x.api.test", List.of("127.0.0.1"));
            host.names.put("y.api.test", List.of("127.0.0.1"));
            String granted = ok.origin("*.api.test");
            try (Guest guest =
                    host.guest(
                            "t",
                            new Grant.Network(granted),
                            new Grant.Network(missing.origin("127.0.0.1"), Set.of("GET")),
                            new Grant.Network(broken.origin("127.0.0.1")),
                            TestHost.LOOPBACK)) {
                for (String name : List.of("x.api.test", "y.api.test")) {
                    int handle =
                            guest.start("POST", ok.origin(name) + "/p?secret=1", "", "abc", 60_000);
                    assertEquals(200, guest.await(handle), guest.error(handle));
                    assertEquals("hello", guest.body(handle));
                    guest.call("http_close", handle);
                }
                assertEquals(404, guest.status(missing.origin("127.0.0.1") + "/secret"));
                assertEquals(-7, guest.status(broken.origin("127.0.0.1") + "/secret"));
                guest.status("http://denied.test/secret");
            }
            assertEquals(
                    Map.of(
                            "egress_requests_total2xx", 2L,
                            "egress_sent_bytes_total", 6L,
                            "egress_received_bytes_total", 10L),
                    numbers(host, "t", granted));
            assertEquals(
                    Map.of(
                            "egress_requests_total4xx", 1L,
                            "egress_sent_bytes_total", 0L,
                            "egress_received_bytes_total", 0L),
                    numbers(host, "t", missing.origin("127.0.0.1")));
            assertEquals(
                    1L,
                    numbers(host, "t", broken.origin("127.0.0.1"))
                            .get("egress_requests_totalfailed"));
            String all = host.module.current().toString();
            assertFalse(all.contains("secret") || all.contains("denied"), all);
            assertTrue(all.contains("egress_request_seconds_total"), all);
        }
    }

    @Test
    void isNotALabelForEachNameThatAGuestMakesUp() throws Exception {
        try (TestHost host = new TestHost();
                Guest guest = host.guest("t", new Grant.Network("http://*.api.test"))) {
            for (int i = 0; i < 20; i++) {
                int handle = guest.get("http://n" + i + ".api.test/");
                assertEquals(-2, guest.await(handle));
                guest.call("http_close", handle);
            }
            assertEquals(
                    Map.of(
                            "egress_requests_totalfailed", 20L,
                            "egress_sent_bytes_total", 0L,
                            "egress_received_bytes_total", 0L),
                    numbers(host, "t", "http://*.api.test"));
            assertEquals(4, host.module.current().size());
        }
    }

    @Test
    void isBoundedHoweverManyToolsThereAre() throws Exception {
        try (TestHost host = new TestHost()) {
            for (int i = 0; i < 1_100; i++) {
                try (Guest guest = host.guest("tool" + i, new Grant.Network("http://a.test"))) {
                    assertEquals(-2, guest.status("http://a.test/"));
                }
            }
            assertEquals(4 * 1_024, host.module.current().size());
            assertEquals(
                    1_100 - 1_023,
                    numbers(host, "other", "other").get("egress_requests_totalfailed"));
        }
    }

    @Test
    void areDenialsThatNameWhatWouldAllowTheRequest() throws Exception {
        try (Server server = Server.saying(Server.ok());
                TestHost host = new TestHost()) {
            String origin = server.origin("127.0.0.1");
            try (Guest guest = host.guest("t", new Grant.Network(origin, Set.of("GET")))) {
                assertEquals(-1, guest.status(origin + "/"));
                assertEquals(-1, guest.start("POST", origin + "/", "", "", 1000));
                assertEquals(-1, guest.get("http://other.test/"));
                assertEquals(
                        List.of("127.0.0.1/32", origin + "=POST", "http://other.test"),
                        guest.context.denials.stream().map(Denial::subject).toList());
                guest.context.grants =
                        Grants.of(
                                new Grant.Network(origin, Set.of("GET")),
                                new Grant.AddressRange("127.0.0.1/32"));
                assertEquals(200, guest.status(origin + "/"), guest.error(1));
            }
            assertEquals(1, server.requests.size());
        }
    }
}
