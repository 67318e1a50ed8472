package org.vexhost.distribution.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;

/**
 * Modules whose compilation needs more memory than a host has: refused once and for good, while
 * others are served. The profile {@code small-hosts} runs this.
 */
@DisplayName("A tool that is too large for a small host")
class TooLargeToolsIT {

    private static final int HUGE_BYTES = 9_800_000;

    /** Longer than whatever failed for another reason waits until it is tried again. */
    private static final long STAYS_MILLIS = 15_000;

    @TempDir Path folder;

    @BeforeEach
    void onlyInTheProfile() {
        assumeTrue(
                Integer.getInteger("vexhost.small.rounds", 0) > 0,
                "the profile small-hosts runs this");
    }

    @Test
    void isFailedForGoodIn512MiBWhileSmallOnesAreServed() throws Exception {
        try (Confinement small = Confinement.memory();
                HostProcess host = small.start(folder.resolve("home"))) {
            for (String example : List.of("echo", "text-stats", "regex-extract")) {
                host.deployExample(example);
            }
            Reply refusal = awaitDecision(host, "regex-extract");
            assertEquals(5, refusal.status(), refusal::out);
            host.awaitCall("text-stats", "{\"text\":\"a b\"}");
            System.out.printf("too large: %s: %s; %s%n", small, refusal, small.usage());
            assertStays(host, "regex-extract", refusal);
        }
    }

    @Test
    void isDecidedOnceBesideAnotherOneWhileSmallOnesAreServed() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"), "-Xmx512m")) {
            host.deployExample("echo");
            host.awaitCall("echo", "{}");
            for (String name : List.of("big1", "big2")) {
                new GeneratedTool(name, 1, HUGE_BYTES).moveTo(host.home().tools());
            }
            Reply first = awaitDecision(host, "big1");
            Reply second = awaitDecision(host, "big2");
            System.out.printf("too large: -Xmx512m: %s %s%n", first, second);
            assertStays(host, "big1", first);
            assertStays(host, "big2", second);
        }
    }

    /** It serves, or says which heap it needs. A small tool is called again and again meanwhile. */
    private static Reply awaitDecision(HostProcess host, String name) throws Exception {
        Reply reply =
                host.awaitCall(
                        name,
                        "{}",
                        each ->
                                each.status() == 0
                                        || each.err().startsWith("UNAVAILABLE/DEPLOYMENT_FAILED"));
        assertTrue(reply.status() == 0 || reply.err().contains("-Xmx"), reply::err);
        assertEquals(0, host.awaitCall("echo", "{}").status());
        return reply;
    }

    private static void assertStays(HostProcess host, String name, Reply decision)
            throws Exception {
        long end = System.nanoTime() + STAYS_MILLIS * 1_000_000;
        while (System.nanoTime() < end) {
            assertEquals(new Reply(0, "{\"n\":1}", ""), host.call("echo", "{\"n\":1}"));
            Thread.sleep(50);
        }
        assertEquals(decision, host.call(name, "{}"));
        assertEquals(0, host.shell("vex:tools").status());
        List<String> decided =
                host.awaitLog(
                        line ->
                                line.contains("'" + name + "'")
                                        && line.matches(".* is (FAILED|ACTIVE).*"));
        assertEquals(1, decided.size(), decided::toString);
        List<String> lines = Files.readAllLines(host.logFile());
        assertTrue(lines.stream().noneMatch(line -> line.contains("OutOfMemoryError")));
        assertEquals(List.of(), lines.stream().filter(line -> line.contains(" ERROR ")).toList());
    }
}
