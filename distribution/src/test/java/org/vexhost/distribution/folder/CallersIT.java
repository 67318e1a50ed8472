package org.vexhost.distribution.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;

/** What callers meet while tools come and go, in a host with narrow settings. */
@DisplayName("Callers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallersIT {

    private static final int CODE_BYTES = 1_500;

    @TempDir static Path folder;
    private HostProcess host;
    private Path tools;

    @BeforeAll
    void start() throws Exception {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(
                home.resolve("etc/org.vexhost.host.cfg"),
                """
                maxConcurrentCallsPerTool=1
                maxQueuedCallsPerTool=1
                queueWaitMillis=300
                drainTimeoutMillis=500
                """);
        host = HostProcess.start(home);
        tools = host.home().tools();
        GeneratedTool other = new GeneratedTool("bystander", 1, CODE_BYTES);
        other.moveTo(tools);
        host.awaitCall("bystander", "{}");
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    /** A tool whose calls end by its timeout, or when somebody ends them. */
    private void deployHanging(String name, String timeout) throws Exception {
        Files.copy(HostProcess.HOSTILE.resolve("loop-br.wasm"), tools.resolve(name + ".wasm"));
        host.write(
                name + ".tool.json",
                HostProcess.descriptor(
                        name,
                        "1",
                        ", \"limits\": {\"maxFuel\": 1000000000000, \"timeout\": \"%s\"}"
                                .formatted(timeout)));
        host.awaitShell("vex:tools", out -> out.matches("(?s).*" + name + " +ACTIVE.*"));
    }

    @Test
    void areRefusedByABusyToolAndServedByAnotherOne() throws Exception {
        deployHanging("busy", "PT6S");
        List<CompletableFuture<Reply>> calls = new ArrayList<>();
        calls.add(host.callLater("busy", "{}"));
        host.awaitCallRuns("busy");
        for (int i = 0; i < 3; i++) {
            calls.add(host.callLater("busy", "{}"));
        }
        Reply other = host.call("bystander", "{}");
        assertEquals(0, other.status(), other::err);
        int refused = 0;
        for (CompletableFuture<Reply> call : calls) {
            Reply reply = call.get(60, TimeUnit.SECONDS);
            if (reply.status() == 5) {
                refused++;
                assertTrue(reply.err().startsWith("UNAVAILABLE/OVERLOADED: "), reply::err);
            } else {
                assertTrue(reply.err().startsWith("TIMEOUT/WALL_CLOCK: "), reply::err);
            }
        }
        assertEquals(3, refused);
        host.awaitShell("vex:stats", out -> out.replaceAll("\\s+", " ").contains("OVERLOADED 3"));
    }

    @Test
    void areToldWhenTheirToolIsRemovedUnderThem() throws Exception {
        deployHanging("leaving", "PT1M");
        CompletableFuture<Reply> call = host.callLater("leaving", "{}");
        host.awaitCallRuns("leaving");
        long start = System.nanoTime();
        host.remove("leaving.tool.json");
        host.remove("leaving.wasm");
        Reply reply = call.get(60, TimeUnit.SECONDS);
        assertTrue(reply.err().startsWith("UNAVAILABLE/DRAINING: "), reply::err);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.toSeconds() < 20, took::toString);
        host.awaitCall("leaving", "{}", each -> each.status() == 3);
    }

    @Test
    void areToldWhenTheirToolIsDisabledUnderThem() throws Exception {
        deployHanging("switched-off", "PT1M");
        CompletableFuture<Reply> call = host.callLater("switched-off", "{}");
        host.awaitCallRuns("switched-off");
        assertEquals(0, host.shell("vex:disable switched-off").status());
        Reply later = host.call("switched-off", "{}");
        assertTrue(later.err().startsWith("UNAVAILABLE/DISABLED: "), later::err);
        Reply reply = call.get(60, TimeUnit.SECONDS);
        assertTrue(reply.err().startsWith("UNAVAILABLE/DRAINING: "), reply::err);
    }

    @Test
    void meetSchemasOfGuestsThatCostNoMoreThanTheirBound() throws Exception {
        Path module = HostProcess.EXAMPLES.resolve("echo/echo.wasm");
        List<List<String>> schemas =
                List.of(
                        List.of("{\"pattern\": \"(.*)*x\\\\1y\"}", "no linear-time form"),
                        List.of("{\"$ref\": \"#\"}", "refers to itself"),
                        List.of(
                                "{\"description\": \"" + "x".repeat(5 << 20) + "\"}",
                                "exceeds the size of"),
                        List.of(
                                "{\"anyOf\": ["
                                        + String.join(",", Collections.nCopies(100_000, "{}"))
                                        + "]}",
                                "exceeds"),
                        List.of(
                                "{\"$ref\": \"https://example.com/s.json\"}",
                                "is not a reference"));
        for (int i = 0; i < schemas.size(); i++) {
            String name = "schema-" + i;
            Files.copy(module, tools.resolve(name + ".wasm"));
            host.write(
                    name + ".tool.json",
                    """
                    {"name": "%s", "version": "1", "description": "d", "parameters": %s}
                    """
                            .formatted(name, schemas.get(i).get(0)));
            String reason = schemas.get(i).get(1);
            host.awaitTools(reason);
            assertTrue(host.call(name, "{}").status() != 0);
            host.remove(name + ".tool.json");
            host.remove(name + ".wasm");
            host.awaitShell("vex:tools", out -> !out.contains(name));
        }
        // One that is accepted, and arguments that would make a backtracking engine hang.
        Files.copy(module, tools.resolve("pattern.wasm"));
        host.write(
                "pattern.tool.json",
                """
                {"name": "pattern", "version": "1", "description": "d", "module": "pattern.wasm",
                 "parameters": {"properties": {"x": {"pattern": "^(a+)+$"},
                                               "n": {"type": "integer", "minimum": 0}}}}
                """);
        host.awaitCall("pattern", "{}");
        Reply refused = host.call("pattern", "{\"x\": \"" + "a".repeat(100_000) + "!\"}");
        assertTrue(refused.err().startsWith("INVALID_ARGUMENTS/SCHEMA_VIOLATION: "), refused::err);
        assertEquals(0, host.call("pattern", "{\"n\": 1e300}").status());
        assertEquals(2, host.call("pattern", "{\"n\": -1e300}").status());
    }

    /** From the last byte written to the first answer: the aim is 500 ms on a quiet machine. */
    @Test
    void reachAToolOf100KilobytesAMomentAfterItsLastByte() throws Exception {
        List<Long> millis = new ArrayList<>();
        Duration before = host.processorTime();
        for (int version = 1; version <= 10; version++) {
            GeneratedTool tool = new GeneratedTool("fresh", version, 100_000);
            String right = tool.answer("{}");
            tool.copyTo(tools);
            long written = System.nanoTime();
            host.awaitCall("fresh", "{}", reply -> reply.out().equals(right));
            millis.add((System.nanoTime() - written) / 1_000_000);
        }
        System.out.printf(
                "latency: 100 KB, from the last byte to an answer: %s ms,"
                        + " %d ms of processor for each%n",
                millis, host.processorTime().minus(before).toMillis() / millis.size());
        Collections.sort(millis);
        assertTrue(millis.get(millis.size() / 2) < 5_000, millis::toString);
    }

    @Test
    void callToolsInJavaLikeAnyOther() throws Exception {
        Path bundle;
        try (var jars =
                Files.newDirectoryStream(
                        HostProcess.EXAMPLES.resolve("json-diff/bundles"), "*.jar")) {
            bundle = jars.iterator().next();
        }
        Path target = host.home().root().resolve("bundles/json-diff.jar");
        Files.copy(bundle, target);
        host.awaitShell("vex:tools", out -> out.matches("(?s).*json-diff +ACTIVE .* bundle .*"));
        Reply reply = host.awaitCall("json-diff", "{\"from\": {\"a\": 1}, \"to\": {\"a\": 2}}");
        assertTrue(reply.out().contains("\"replace\""), reply::out);
        Reply refused = host.call("json-diff", "{\"nonsense\": true}");
        assertTrue(refused.err().startsWith("INVALID_ARGUMENTS/SCHEMA_VIOLATION: "), refused::err);
        Path bad = Files.writeString(folder.resolve("bad"), "This is no bundle.");
        Files.move(bad, target, StandardCopyOption.REPLACE_EXISTING);
        host.awaitLog("the version before is still serving [");
        assertEquals(0, host.call("json-diff", "{\"from\": 1, \"to\": 2}").status());
        Files.copy(bundle, target, StandardCopyOption.REPLACE_EXISTING);
        host.awaitShell("vex:tools", out -> out.matches("(?s).*json-diff +ACTIVE .* bundle .*"));
        host.awaitCall("json-diff", "{\"from\": 1, \"to\": 2}");
        Files.delete(target);
        host.awaitCall("json-diff", "{}", each -> each.status() == 3);
    }
}
