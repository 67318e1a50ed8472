package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The command line")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineIT {

    @TempDir static Path folder;
    private HostProcess host;

    @BeforeAll
    void start() throws Exception {
        host = HostProcess.start(folder.resolve("home"));
        host.deployExample("echo");
        host.deployExample("text-stats");
        host.deployModule("loop", Files.readAllBytes(HostProcess.HOSTILE.resolve("loop-br.wasm")));
        host.deployModule(
                "trap", Files.readAllBytes(HostProcess.HOSTILE.resolve("trap-unreachable.wasm")));
        host.awaitCall("echo", "{}");
        host.awaitCall("text-stats", "{\"text\":\"\"}");
        host.awaitCall("loop", "{}", reply -> reply.status() == 4);
        host.awaitCall("trap", "{}", reply -> reply.status() == 1);
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    private Reply onHost(String command, String... words) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of(command, "--home", host.home().root().toString()));
        line.addAll(List.of(words));
        return HostProcess.command(line.toArray(String[]::new));
    }

    private CompletableFuture<Reply> inBackground(String command, String... words) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return onHost(command, words);
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task, "caller").start());
    }

    private JsonNode json(String command) throws IOException {
        return JsonMapper.shared().readTree(host.shell(command).out());
    }

    @Test
    void printsTheResultOfACall() throws Exception {
        assertEquals(new Reply(0, "{\"a\":1}", ""), onHost("call", "echo", "{\"a\":1}"));
    }

    @Test
    void readsArgumentsFromAFileAndFromStandardInput() throws Exception {
        Path file = Files.writeString(folder.resolve("arguments.json"), "{\"from\":\"file\"}");
        assertEquals("{\"from\":\"file\"}", onHost("call", "echo", "@" + file).out());
        Reply piped =
                HostProcess.commandWithInput(
                        "{\"from\":\"pipe\"}",
                        "call",
                        "--home",
                        host.home().root().toString(),
                        "echo",
                        "-");
        assertEquals(new Reply(0, "{\"from\":\"pipe\"}", ""), piped);
    }

    @Test
    void saysByItsExitStatusWhatKindOfErrorItWas() throws Exception {
        Reply trap = onHost("call", "trap", "{}");
        assertEquals(1, trap.status());
        assertTrue(trap.err().startsWith("EXECUTION_FAILED/TRAP: "), trap::err);
        assertEquals(2, onHost("call", "text-stats", "{\"text\":1}").status());
        assertEquals(2, onHost("call", "echo", "{").status());
        assertEquals(2, onHost("call", "echo").status());
        assertEquals(3, onHost("call", "nobody", "{}").status());
        assertEquals(4, onHost("call", "loop", "{}").status());
        assertEquals(0, onHost("shell", "vex:disable", "trap").status());
        assertEquals(5, onHost("call", "trap", "{}").status());
        assertEquals(0, onHost("shell", "vex:enable", "trap").status());
        Reply nowhere =
                HostProcess.command(
                        "call", "--home", folder.resolve("none").toString(), "echo", "{}");
        assertEquals(
                new Reply(
                        6,
                        "",
                        "vexhost: no host runs on home '%s', which does not exist;"
                                        .formatted(folder.resolve("none"))
                                + " 'vexhost start --home %s' starts one"
                                        .formatted(folder.resolve("none"))),
                nowhere);
    }

    @Test
    void printsWholeResultsAndErrorsAsJson() throws Exception {
        Reply result = onHost("call", "--json", "echo", "{}");
        assertTrue(
                result.out()
                        .matches(
                                "\\{\"tool\":\"echo\",\"version\":\"1.0.0\","
                                        + "\"artifactDigest\":\"sha256:[0-9a-f]{64}\",\"fuelConsumed\":16,.*"),
                result::out);
        Reply error = onHost("call", "--json", "nobody", "{}");
        assertTrue(error.err().contains("\"code\":\"NOT_FOUND\""), error::err);
    }

    @Test
    void endsACallAtTheTimeoutOfItsCaller() throws Exception {
        Reply reply = onHost("call", "--timeout", "soon", "echo", "{}");
        assertEquals(2, reply.status());
        assertEquals("vexhost: timeout is not a time like 30 or PT1M30S [soon]", reply.err());
    }

    @Test
    void runsOneCommandOfTheShell() throws Exception {
        Reply tools = onHost("shell", "vex:tools");
        assertEquals(0, tools.status(), tools::err);
        assertTrue(tools.out().contains("echo"), tools::out);
        Reply unknown = onHost("shell", "nonsense");
        assertEquals(2, unknown.status());
        assertEquals("Command not found: nonsense", unknown.err());
    }

    @Test
    void runsAScriptOfTheShellFromStandardInput() throws Exception {
        Reply reply =
                HostProcess.commandWithInput(
                        "echo one\necho two\n", "shell", "--home", host.home().root().toString());
        assertEquals(new Reply(0, "one\ntwo", ""), reply);
    }

    @Test
    void aScriptPrintsAllItDoesNamesTheLineThatFailedAndEndsAtExit() throws Exception {
        String home = host.home().root().toString();
        Reply failed =
                HostProcess.commandWithInput(
                        "vex:limits echo\nvex:call nobody '{}'\nvex:stats\n",
                        "shell",
                        "--home",
                        home);
        assertEquals(3, failed.status());
        assertTrue(failed.out().startsWith("LIMIT "), failed::out);
        assertEquals(
                "line 2: vex:call nobody '{}':"
                        + " NOT_FOUND/NO_SUCH_TOOL: Tool 'nobody' is not deployed",
                failed.err());
        Reply left =
                HostProcess.commandWithInput(
                        "vex:tools | grep -c 'echo .*ACTIVE'\nexit\nvex:nonsense\n",
                        "shell",
                        "--home",
                        home);
        assertEquals(new Reply(0, "1", ""), left);
        Reply help = onHost("shell", "help");
        assertTrue(help.out().contains("vex:tools "), help::out);
        assertTrue(!help.out().contains("__"), help::out);
        assertEquals(0, onHost("shell", "help", "watch").status());
    }

    @Test
    void tellsTheStatusOfTheHost() throws Exception {
        Reply reply = onHost("status");
        assertEquals(0, reply.status(), reply::err);
        assertTrue(reply.out().contains("process: " + host.process().pid()), reply::out);
    }

    @Test
    void runsACommandWithoutAHost() throws Exception {
        String guest = HostProcess.HOSTILE.resolve("command-exit-3.wasm").toString();
        assertEquals(3, HostProcess.command("exec", guest).status());
        String loop = HostProcess.HOSTILE.resolve("command-loops.wasm").toString();
        Reply out = HostProcess.command("exec", "--fuel", "1000", "--stats", loop);
        assertEquals(124, out.status(), out::err);
        assertTrue(out.err().contains("\"fuelConsumed\":1000,"), out::err);
        String refused = HostProcess.HOSTILE.resolve("refused-import-env.wasm").toString();
        assertEquals(125, HostProcess.command("exec", refused).status());
        assertEquals(125, HostProcess.command("exec", "no-such-file.wasm").status());
    }

    @Test
    void metersAModule() throws Exception {
        Path metered = folder.resolve("metered.wasm");
        Reply reply =
                HostProcess.command(
                        "meter",
                        HostProcess.EXAMPLES.resolve("echo/echo.wasm").toString(),
                        metered.toString(),
                        "--export-fuel",
                        "fuel");
        assertEquals(new Reply(0, "", ""), reply);
        assertTrue(
                new String(
                                Files.readAllBytes(metered),
                                java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains("fuel"));
    }

    @Test
    void listsToolsAndWaitsForOneThatIsNotThereYet() throws Exception {
        assertTrue(onHost("tools").out().contains("echo"));
        assertEquals(new Reply(0, "{\"a\":1}", ""), onHost("call", "--wait", "echo", "{\"a\":1}"));
        long unknownNames = json("vex:stats --json").at("/host/unknownNames").asLong();
        Reply never = onHost("call", "--wait=1", "nobody", "{}");
        assertEquals(3, never.status());
        assertTrue(never.err().startsWith("NOT_FOUND/NO_SUCH_TOOL: "), never::err);
        CompletableFuture<Reply> late = inBackground("call", "--json", "--wait=PT3M", "late", "{}");
        Thread.sleep(500);
        host.deployModule(
                "late", Files.readAllBytes(HostProcess.EXAMPLES.resolve("echo/echo.wasm")));
        assertEquals(0, late.get(3, TimeUnit.MINUTES).status());
        JsonNode stats = json("vex:stats --json");
        assertEquals(1, stats.at("/tools/late/calls").asLong());
        assertEquals(0, stats.at("/tools/late/failed").asLong());
        assertEquals(unknownNames + 1, stats.at("/host/unknownNames").asLong());
    }

    @Test
    void endsAWaitWhenTheToolIsRejected() throws Exception {
        Path tools = host.home().tools();
        CompletableFuture<Reply> wait = inBackground("call", "--wait=PT3M", "broken", "{}");
        Files.writeString(tools.resolve("broken.wasm"), "no module");
        Files.writeString(
                tools.resolve("broken.tool.json"),
                """
                {"name": "broken", "version": "1", "description": "Fails.",
                 "module": "broken.wasm", "parameters": {}}
                """);
        Reply reply = wait.get(2, TimeUnit.MINUTES);
        assertEquals(5, reply.status());
        assertTrue(reply.err().startsWith("UNAVAILABLE/DEPLOYMENT_FAILED: "), reply::err);
    }

    @Test
    void letsNoControlCharacterOfAToolOrAFileNameReachATerminal() throws Exception {
        String home = host.home().root().toString();
        Reply result =
                HostProcess.commandWithInput(
                        "{\"a\":\"\u009b31mRED\u202eevil\u007f\u0085\"}",
                        "call",
                        "--home",
                        home,
                        "echo",
                        "-");
        assertEquals(
                "{\"a\":\"\\u009b31mRED\\u202eevil\\u007f\\u0085\"}", result.out(), result::err);
        assertEquals("{ \"a\":1 }", onHost("call", "echo", "{\t\"a\":1\r}").out());
        for (String command :
                List.of(
                        "exec \"$NAME\"",
                        "status --home \"$NAME\"",
                        "start --home /dev/null/\"$NAME\"",
                        "\"$NAME\"",
                        "call --home '%s' echo @\"$NAME\"".formatted(home),
                        "shell --home '%s' \"echo '$NAME'\"".formatted(home))) {
            Reply reply =
                    HostProcess.execute(
                            "",
                            List.of(
                                    "/bin/sh",
                                    "-c",
                                    "NAME=$(printf 'a\\033[31m\\302\\233b'); exec \"$0\" "
                                            + command,
                                    HostProcess.script()));
            String all = reply.out() + reply.err();
            assertTrue(all.contains("a\\u001b[31m\\u009bb"), all);
            assertTrue(all.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), all);
        }
    }

    @Test
    void neverSuggestsToStopTheHost() throws Exception {
        for (String typed : List.of("stpo", "sto", "stopp", "halt")) {
            Reply reply = HostProcess.command(typed);
            assertEquals(2, reply.status());
            assertFalse(reply.err().contains("vexhost stop"), reply::err);
            assertFalse(reply.err().matches("(?s).*\\bstop\\b.*"), reply::err);
        }
        assertTrue(HostProcess.command("statsu").err().contains("Did you mean: status"));
    }

    @Test
    void worksWithAnyCollectorInTheEnvironment() throws Exception {
        String guest = HostProcess.HOSTILE.resolve("command-exit-3.wasm").toString();
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            String set = variable + "=-XX:MaxRAMPercentage=75.0 -XX:+UseG1GC";
            Reply status =
                    HostProcess.execute(
                            "",
                            List.of(
                                    "env",
                                    set,
                                    HostProcess.script(),
                                    "status",
                                    "--home",
                                    host.home().root().toString()));
            assertEquals(0, status.status(), status::err);
        }
        Reply exec =
                HostProcess.execute(
                        "",
                        List.of(
                                "env",
                                "VEXHOST_JAVA_OPTS=-XX:+UseG1GC",
                                HostProcess.script(),
                                "exec",
                                guest));
        assertEquals(3, exec.status(), exec::err);
    }

    @Test
    void explainsItself() throws Exception {
        assertEquals(HostProcess.command("version"), HostProcess.command("--version"));
        assertTrue(HostProcess.command("version").out().startsWith("vexhost "));
        assertTrue(HostProcess.command("help").out().contains("call "));
        assertEquals(2, HostProcess.command().status());
        assertEquals(2, HostProcess.command("nonsense").status());
    }

    @Test
    void isFoundThroughASymbolicLink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(HostProcess.script()));
        Reply reply = HostProcess.execute("", List.of(link.toString(), "version"));
        assertEquals(0, reply.status(), reply::err);
    }

    @Test
    void refusesAJavaThatIsTooOld() throws Exception {
        Path java = Files.createDirectories(folder.resolve("old/bin"));
        Path program = Files.writeString(java.resolve("java"), "#!/bin/sh\nexit 99\n");
        assertTrue(program.toFile().setExecutable(true));
        Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Reply reply =
                HostProcess.execute(
                        "",
                        List.of(
                                "env",
                                "JAVA_HOME=" + folder.resolve("old"),
                                HostProcess.script(),
                                "version"));
        assertEquals(1, reply.status());
        assertEquals(
                ("vexhost: Java 17 or later is needed ['%s/old/bin/java' is 11.0.2]; set JAVA_HOME"
                                + " to its folder")
                        .formatted(folder),
                reply.err());
    }
}
