package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("What is dropped into the tools folder of a running host")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeploymentIT {

    /** 1.5 s are promised on a machine that has nothing else to do; tests run beside others. */
    private static final Duration MAX_DEPLOYMENT = Duration.ofSeconds(15);

    private static final String TEXT = "{\"text\":\"It was the best of times\"}";

    @TempDir static Path folder;
    private HostProcess host;

    @BeforeAll
    void startWithOneToolThatMustNotBeDisturbed() throws Exception {
        host = HostProcess.start(folder.resolve("home"));
        host.deployExample("echo");
        host.awaitCall("echo", "{}");
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    @Test
    void isCallableAMomentLaterAndGoneWhenItsFilesAre() throws Exception {
        long start = System.nanoTime();
        host.deployExample("text-stats");
        Reply reply = host.awaitCall("text-stats", TEXT);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertTrue(reply.out().contains("\"words\":6"), reply::out);
        assertTrue(took.compareTo(MAX_DEPLOYMENT) < 0, () -> "took " + took);

        host.remove("text-stats.tool.json");
        host.remove("text-stats.wasm");
        Reply gone = host.awaitCall("text-stats", TEXT, answer -> answer.status() == 3);
        assertTrue(gone.err().startsWith("NOT_FOUND/NO_SUCH_TOOL: "), gone::err);
    }

    @Test
    void isServedInItsNewVersionOnceItIsReplaced() throws Exception {
        byte[] module = Files.readAllBytes(HostProcess.EXAMPLES.resolve("echo/echo.wasm"));
        host.deployModule("changing", module);
        host.awaitCall("changing", "{}");

        host.write("changing.tool.json", HostProcess.descriptor("changing", "2.0.0", ""));

        host.awaitShell(
                "vex:describe changing", out -> out.matches("(?s).*version\\s+2\\.0\\.0.*"));
        assertEquals(0, host.call("changing", "{}").status());
    }

    @Test
    void isAnyCommandWithArgumentsOfItsDescriptor() throws Exception {
        Path guests = Path.of(System.getProperty("vexhost.test.guests", ""));
        host.deploy(guests.resolve("exec-probe.wasm"), "probe.wasm");
        String command = ", \"abi\": \"command\", \"args\": [%s]";
        host.write(
                "probe.tool.json",
                HostProcess.descriptor(
                        "probe",
                        "1.0.0",
                        command.formatted("\"arguments\", \"[1,\", \"\\\"zw\\u00f6lf\\\"]\"")));
        assertEquals("[1,\n\"zwölf\"]", host.awaitCall("probe", "{}").out());

        // The arguments alone make another version, which reads the call's from standard input.
        host.write(
                "probe.tool.json",
                HostProcess.descriptor("probe", "1.0.0", command.formatted("\"cat\"")));
        Reply ignored =
                host.awaitCall("probe", "{\"a\":1}", reply -> reply.out().equals("{\"a\":1}"));
    }

    @Test
    void isListedAsABundleThatCanBeStoppedAndStarted() throws Exception {
        byte[] module = Files.readAllBytes(HostProcess.EXAMPLES.resolve("echo/echo.wasm"));
        host.deployModule("switched", module);
        host.awaitCall("switched", "{}");
        String id = bundleOf("switched");

        assertEquals(0, host.shell("felix:stop " + id).status());
        Reply stopped = host.awaitCall("switched", "{}", answer -> answer.status() == 5);
        assertTrue(stopped.err().startsWith("UNAVAILABLE/DISABLED: "), stopped::err);

        assertEquals(0, host.shell("felix:start " + id).status());
        host.awaitCall("switched", "{}");
    }

    private String bundleOf(String tool) throws Exception {
        return host.awaitShell(
                        "felix:lb -s",
                        out -> out.lines().anyMatch(l -> l.contains(tool) && l.contains("Active")))
                .lines()
                .filter(line -> line.contains(tool))
                .map(line -> line.strip().split("\\|", -1)[0].strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isReportedWhenItIsOnlyHalfAModule() throws Exception {
        byte[] module =
                Files.readAllBytes(HostProcess.EXAMPLES.resolve("text-stats/text-stats.wasm"));
        host.deployModule("half", Arrays.copyOf(module, module.length / 2));
        assertReported("half", "half");
    }

    @Test
    void isReportedWhenItsDescriptorIsNotJson() throws Exception {
        host.deploy(HostProcess.EXAMPLES.resolve("echo/echo.wasm"), "broken.wasm");
        host.write("broken.tool.json", "{\"name\": \"broken\", ");
        assertReported("broken", "JSON");
    }

    @Test
    void isReportedWhenItsChecksumIsWrong() throws Exception {
        host.deploy(HostProcess.EXAMPLES.resolve("echo/echo.wasm"), "checked.wasm");
        String sha256 = ", \"sha256\": \"%s\"".formatted("0".repeat(64));
        host.write("checked.tool.json", HostProcess.descriptor("checked", "1.0.0", sha256));
        assertReported("checked", "sha256");
    }

    @Test
    void isReportedWhenItDoesNotExportVexExecute() throws Exception {
        host.deployModule(
                "mute", Files.readAllBytes(HostProcess.HOSTILE.resolve("refused-no-execute.wasm")));
        assertReported("mute", "WASM module must export 'vex_execute(u32, u32) -> u64'");
    }

    @Test
    void isReportedWhenItIsATextNamedWasm() throws Exception {
        host.deployModule("text", "This is no module.\n".getBytes(StandardCharsets.UTF_8));
        assertReported("text", "is not a WebAssembly module");
    }

    @Test
    void isReportedWithAdviceWhenItIsAComponent() throws Exception {
        host.deployModule("component", new byte[] {0, 'a', 's', 'm', 13, 0, 1, 0});
        assertReported("component", "is a component, not a core WebAssembly module; build");
    }

    @Test
    void isReportedWhenItIsAJarWithAClass() throws Exception {
        try (JarOutputStream jar =
                new JarOutputStream(
                        Files.newOutputStream(host.home().tools().resolve("classes.jar")))) {
            jar.putNextEntry(new JarEntry("tool.json"));
            jar.write("{}".getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry("org/example/Evil.class"));
            jar.write(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe});
        }
        assertReported("classes.jar", "class");
    }

    @Test
    void isReportedWhenAnotherToolHasItsName() throws Exception {
        host.deploy(HostProcess.EXAMPLES.resolve("echo/echo.wasm"), "second.wasm");
        host.write(
                "second.tool.json",
                """
                {"name": "echo", "version": "9.9.9", "description": "Late.",
                 "module": "second.wasm", "parameters": {}}
                """);
        assertReported("second", "echo");
    }

    /** One line in the list that says FAILED and why, one in the log, and nobody else is hurt. */
    private void assertReported(String artifact, String reason) throws Exception {
        String tools =
                host.awaitShell(
                        "vex:tools",
                        out ->
                                out.lines()
                                        .anyMatch(
                                                line ->
                                                        line.contains("FAILED")
                                                                && line.contains(artifact)));
        List<String> lines = tools.lines().toList();
        int at = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("FAILED") && lines.get(i).contains(artifact)) {
                at = i;
            }
        }
        String why = String.join("\n", lines.subList(at, Math.min(at + 2, lines.size())));
        assertTrue(why.contains(reason), () -> "no '" + reason + "' in: " + why);

        List<String> logged =
                host.awaitLog(line -> line.contains(" WARN ") && line.contains(artifact));
        assertEquals(1, logged.size(), () -> String.join("\n", logged));
        assertTrue(logged.get(0).contains(reason), () -> logged.get(0));

        Reply other = host.call("echo", "{\"still\":\"here\"}");
        assertEquals(new Reply(0, "{\"still\":\"here\"}", ""), other);
    }
}
