package org.vexhost.distribution.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

@DisplayName("Settings that are edited while the host runs")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsIT {

    private static final String LIMITS =
            """
            {"name": "limited", "version": "1", "description": "d", "module": "limited.wasm",
             "parameters": {},
             "limits": {"maxMemoryBytes": 1048576, "maxFuel": 5000000, "timeout": "PT20S",
                        "maxTableElements": 500, "maxOutputBytes": 200000, "maxInputBytes": 200000,
                        "maxCallDepth": 50000}}
            """;

    /** By setting: a value below what the tool asks for, and what the refusal says. */
    private static final Map<String, List<String>> CEILINGS =
            Map.of(
                    "maxMemoryBytes", List.of("524288", "/limits/maxMemoryBytes", "1048576"),
                    "maxFuel", List.of("4999999", "/limits/maxFuel", "5000000"),
                    "timeoutMillis", List.of("19999", "/limits/timeout", "20000"),
                    "maxTableElements", List.of("499", "/limits/maxTableElements", "500"),
                    "maxOutputBytes", List.of("199999", "/limits/maxOutputBytes", "200000"),
                    "maxInputBytes", List.of("199999", "/limits/maxInputBytes", "200000"),
                    "maxCallDepth", List.of("49999", "/limits/maxCallDepth", "50000"));

    @TempDir static Path folder;
    private HostProcess host;
    private Path settings;

    @BeforeAll
    void start() throws Exception {
        host = HostProcess.start(folder.resolve("home"));
        settings = host.home().root().resolve("etc/org.vexhost.host.cfg");
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    private void set(String... lines) throws Exception {
        Files.write(settings, List.of(lines));
    }

    @Test
    void everyCeilingHoldsForWhatServesAndIsNamed() throws Exception {
        GeneratedTool tool = new GeneratedTool("limited", 1, 1_500);
        Files.write(host.home().tools().resolve("limited.wasm"), tool.module());
        host.write("limited.tool.json", LIMITS);
        host.awaitCall("limited", "{}");
        for (Map.Entry<String, List<String>> each : CEILINGS.entrySet()) {
            List<String> expected = each.getValue();
            set("ceiling." + each.getKey() + "=" + expected.get(0));
            String fact =
                    "limited.tool.json: %s exceeds the host's ceiling of %s [%s]"
                            .formatted(expected.get(1), expected.get(0), expected.get(2));
            host.awaitTools(fact);
            Reply refused = host.call("limited", "{}");
            assertTrue(
                    refused.err().startsWith("UNAVAILABLE/DEPLOYMENT_FAILED: "), refused::toString);
            assertTrue(refused.err().contains(fact), refused::toString);
            set("ceiling." + each.getKey() + "=" + expected.get(2));
            host.awaitCall("limited", "{}", reply -> reply.out().equals(tool.answer("{}")));
        }
        set();
    }

    @Test
    void aBadValueIsNamedWithFileKeyAndReasonAndWhatHeldBeforeStays() throws Exception {
        GeneratedTool tool = new GeneratedTool("steady", 1, 1_500);
        tool.moveTo(host.home().tools());
        host.awaitCall("steady", "{}");
        GeneratedTool large = new GeneratedTool("large", 1, 10_000);
        large.moveTo(host.home().tools());
        host.awaitCall("large", "{}");
        set("maxConcurrentCallsPerTool=3", "maxModuleBytes=5000");
        host.awaitTools("'large.wasm' exceeds the size of 5000");

        List<List<String>> bad =
                List.of(
                        List.of("maxModuleBytes=many", "'maxModuleBytes' is not 1024 to 268435456"),
                        List.of("settleMillis=9", "key 'settleMillis' is not 10 to 60000 ['9']"),
                        List.of("maxQueuedCalls=-1", "key 'maxQueuedCalls' is not 0 to 100000"),
                        List.of("maxModuleByte=5000000", "key 'maxModuleByte' is unknown"),
                        List.of("ceiling.maxFuel=1e9", "key 'ceiling.maxFuel' is not 1 to"),
                        List.of("toolsFolder=", "key 'toolsFolder' is not a folder"),
                        List.of("deployThreads=99999999999999999999", "'deployThreads' is not 1"));
        for (List<String> each : bad) {
            set("maxModuleBytes=90000", each.get(0));
            host.awaitLog(each.get(1));
        }
        String line = host.awaitLog("'settleMillis' is not").get(0);
        assertTrue(line.contains(" WARN "), line);
        assertTrue(line.contains("/etc/org.vexhost.host.cfg"), line);
        assertTrue(line.contains("the previous settings stay in force"), line);
        // What stands beside a bad value does not hold either: the module stays too large.
        host.awaitTools("exceeds the size of 5000");
        assertEquals(0, host.call("steady", "{}").status());

        set("maxModuleBytes=90000");
        host.awaitShell("vex:tools", out -> !out.contains("exceeds the size of 5000"));
        host.awaitCall("large", "{}", reply -> reply.out().equals(large.answer("{}")));
        set();
    }

    @Test
    void anotherFolderIsFollowedAtOnce() throws Exception {
        Path other = Files.createDirectories(host.home().root().resolve("other"));
        GeneratedTool there = new GeneratedTool("there", 1, 1_500);
        there.moveTo(other);
        GeneratedTool here = new GeneratedTool("here", 1, 1_500);
        here.moveTo(host.home().tools());
        host.awaitCall("here", "{}");
        set("toolsFolder=other");
        host.awaitCall("there", "{}");
        host.awaitCall("here", "{}", reply -> reply.status() == 3);
        set();
        host.awaitCall("here", "{}");
    }

    @Test
    void theEngineRunsOnAndItsSettingsWaitForTheNextStart() throws Exception {
        GeneratedTool tool = new GeneratedTool("served", 1, 1_500);
        tool.moveTo(host.home().tools());
        host.awaitCall("served", "{}");
        Files.copy(
                HostProcess.HOSTILE.resolve("loop-br.wasm"),
                host.home().tools().resolve("long.wasm"));
        host.write(
                "long.tool.json",
                HostProcess.descriptor(
                        "long",
                        "1",
                        ", \"limits\": {\"maxFuel\": 1000000000000, \"timeout\": \"PT12S\"}"));
        host.awaitShell("vex:tools", out -> out.matches("(?s).*long +ACTIVE.*"));
        CompletableFuture<Reply> call = host.callLater("long", "{}");
        host.awaitCallRuns("long");

        Path engine = host.home().root().resolve("etc/org.vexhost.engine.cfg");
        Files.writeString(engine, "warmUp=false\nmaxThreads=7\n");
        awaitLogWhileServing("settings wait for the next start of the host [maxThreads]", tool);
        Files.delete(engine);
        awaitLogWhileServing("settings wait for the next start of the host [warmUp]", tool);

        Reply reply = call.get(60, TimeUnit.SECONDS);
        assertTrue(reply.err().startsWith("TIMEOUT/WALL_CLOCK: "), reply::toString);
        assertEquals(tool.answer("{}"), host.call("served", "{}").out());
    }

    private void awaitLogWhileServing(String part, GeneratedTool tool) throws Exception {
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (!host.log().contains(part)) {
            assertTrue(System.nanoTime() < end, () -> "no '" + part + "' in " + host.logFile());
            Reply reply = host.call(tool.name(), "{}");
            assertEquals(tool.answer("{}"), reply.out(), reply::err);
            Thread.sleep(20);
        }
    }
}
