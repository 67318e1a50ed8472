package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;

/** Which ports a host listens at, from the first moment of its process to the last. */
@DisplayName("The ports of a host")
class PortsIT {

    @TempDir Path folder;

    @BeforeAll
    static void needsLinux() {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "reads /proc");
    }

    @Test
    void areNoneByDefault() throws Exception {
        Path home = folder.resolve("home");
        try (PortWatch watch = PortWatch.start(home);
                HostProcess host = HostProcess.start(home)) {
            host.deployExample("echo");
            host.awaitCall("echo", "{}");
            host.terminate();
            assertEquals(0, host.awaitEnd());
            assertTrue(watch.looks() > 0, "the process was not seen");
            assertEquals(Set.of(), watch.seen());
        }
    }

    @Test
    void areThoseThatAreNamedAndAtTheirAddressAlone() throws Exception {
        Path home = folder.resolve("home");
        int port = HttpHost.freePort();
        int admin = HttpHost.freePort();
        HttpHost.settings(home, "port = %d\nadmin.port = %d\n".formatted(port, admin));
        try (PortWatch watch = PortWatch.start(home);
                HttpHost host = HttpHost.start(home, HttpClient.newHttpClient(), "main", "admin")) {
            int next = HttpHost.freePort();
            HttpHost.settings(home, "port = %d\n".formatted(next));
            awaitPort(watch, next);
            host.process().terminate();
            assertEquals(0, host.process().awaitEnd());
            Set<String> expected = new TreeSet<>();
            for (int each : new int[] {port, admin, next}) {
                expected.add("127.0.0.1:" + each);
            }
            assertEquals(expected, watch.seen());
        }
    }

    private static void awaitPort(PortWatch watch, int port) throws InterruptedException {
        long end = System.nanoTime() + HttpHost.PATIENCE.toNanos();
        while (!watch.seen().contains("127.0.0.1:" + port)) {
            assertTrue(System.nanoTime() < end, () -> watch.seen().toString());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
