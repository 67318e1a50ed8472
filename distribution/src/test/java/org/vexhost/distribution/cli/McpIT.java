package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.cli.terminal.ExitStatus;
import org.vexhost.distribution.host.HostHome;

/** The command by which an agent on the same machine speaks to a host. */
@DisplayName("vexhost mcp")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class McpIT {

    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize",\
            "params":{"protocolVersion":"2025-11-25","capabilities":{}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            """;
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}\n";
    private static final String LIST_CHANGED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{}}";

    @TempDir private static Path folder;
    private HostHome home = new HostHome(Path.of("."));

    @BeforeAll
    void prepare() throws IOException {
        home = new HostHome(folder.resolve("home"));
        Files.createDirectories(home.tools());
        for (String example : List.of("echo", "text-stats")) {
            Path from = HostProcess.EXAMPLES.resolve(example);
            try (var files = Files.newDirectoryStream(from, "*.{wasm,tool.json}")) {
                for (Path file : files) {
                    Files.copy(file, home.tools().resolve(file.getFileName()));
                }
            }
        }
    }

    @AfterAll
    void stop() throws Exception {
        Reply ignored = HostProcess.command("stop", "--home", home.root().toString());
    }

    @Test
    @Order(1)
    void withoutAHostItSaysSoAndWritesNothingToStandardOutput() throws Exception {
        Reply reply = mcp(INITIALIZE);
        assertEquals(ExitStatus.NO_HOST, reply.status());
        assertEquals("", reply.out());
        assertTrue(reply.err().contains("home"), reply.err());
    }

    @Test
    @Order(2)
    void itStartsAHostThatStaysWhenTheAgentLeaves() throws Exception {
        Reply reply = mcp(INITIALIZE, "--start");
        assertEquals(0, reply.status(), reply.err());
        // A tool may become callable while the agent is connected; the agent is then notified.
        List<String> messages =
                reply.out().lines().filter(message -> !message.equals(LIST_CHANGED)).toList();
        assertEquals(1, messages.size(), reply.out());
        assertTrue(messages.get(0).contains("\"protocolVersion\":\"2025-11-25\""), reply.out());
        assertFalse(reply.err().isEmpty(), "nobody is told that a host was started");
        // It runs, ready or not: 6 would be none.
        assertTrue(HostProcess.command("status", "--home", home.root().toString()).status() != 6);
        assertEquals(0, HostProcess.command(callOf("echo", "{}")).status());
        assertEquals(0, HostProcess.command(callOf("text-stats", "{\"text\": \"a\"}")).status());
    }

    @Test
    @Order(3)
    void withAHostStartChangesNothing() throws Exception {
        Reply reply = mcp(INITIALIZE + LIST, "--start");
        assertEquals(0, reply.status(), reply.err());
        assertEquals("", reply.err());
        assertTrue(reply.out().contains("\"echo\""), reply.out());
        assertTrue(reply.out().contains("\"text-stats\""), reply.out());
    }

    @Test
    @Order(4)
    void aCallIsAnsweredAndAToolsFailureIsAResult() throws Exception {
        Reply reply =
                mcp(
                        INITIALIZE
                                + call(2, "echo", "{\"a\":1}")
                                + call(3, "text-stats", "{\"text\":7}")
                                + call(4, "absent", "{}"));
        assertEquals(0, reply.status(), reply.err());
        assertEquals(4, reply.out().lines().count(), reply.out());
        assertTrue(line(reply, 2).contains("\"structuredContent\":{\"a\":1}"), reply.out());
        assertTrue(line(reply, 3).contains("\"isError\":true"), reply.out());
        assertTrue(line(reply, 4).contains("\"code\":-32602"), reply.out());
    }

    @Test
    @Order(5)
    void aCallersToolsAndQuotasHold() throws Exception {
        Path file = home.etc().resolve("callers/agent.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"token\": {\"sha256\": \"%s\"}, \"tools\": [\"echo\"], \"callsPerMinute\": 1}"
                        .formatted("0".repeat(64)));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        String input =
                INITIALIZE
                        + LIST
                        + call(3, "text-stats", "{\"text\":\"a\"}")
                        + call(4, "echo", "{}");
        Reply reply = mcp(input, "--caller", "agent");
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (reply.status() != 0 && System.nanoTime() < end) {
            Thread.sleep(100);
            reply = mcp(input, "--caller", "agent");
        }
        assertEquals(0, reply.status(), reply.err());
        assertTrue(line(reply, 2).contains("\"echo\""), reply.out());
        assertFalse(line(reply, 2).contains("text-stats"), reply.out());
        assertTrue(line(reply, 3).contains("\"code\":-32602"), reply.out());
        assertTrue(line(reply, 4).contains("\"structuredContent\":{}"), reply.out());
        Reply again = mcp(INITIALIZE + call(2, "echo", "{}"), "--caller", "agent");
        assertTrue(line(again, 2).contains("CALLER_QUOTA"), again.out());
    }

    @Test
    @Order(6)
    void aCallerThatIsNotThereReachesNothing() throws Exception {
        Reply reply = mcp(INITIALIZE + LIST, "--caller", "nobody");
        assertEquals(ExitStatus.USAGE, reply.status());
        assertEquals("", reply.out());
        assertTrue(reply.err().contains("nobody"), reply.err());
    }

    @Test
    @Order(7)
    void aRemovedCallersPipeMayDoNothingMore() throws Exception {
        Process process = start("--caller", "agent");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                OutputStream in = process.getOutputStream()) {
            send(in, INITIALIZE);
            assertTrue(String.valueOf(read(out)).contains("protocolVersion"));
            Files.delete(home.etc().resolve("callers/agent.json"));
            long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
            String answer = "\"echo\"";
            for (int id = 2; answer.contains("\"echo\""); id++) {
                assertTrue(System.nanoTime() < end, "still lists");
                send(in, LIST.replace("\"id\":2", "\"id\":" + id));
                answer = String.valueOf(read(out));
                Thread.sleep(50);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    @Order(8)
    void anAgentThatIsKilledLeavesTheHostRunning() throws Exception {
        Process process = start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                OutputStream in = process.getOutputStream()) {
            send(in, INITIALIZE);
            assertTrue(String.valueOf(read(out)).contains("protocolVersion"));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertEquals(0, HostProcess.command(callOf("echo", "{}")).status());
    }

    private String[] callOf(String tool, String json) {
        return new String[] {"call", "--home", home.root().toString(), "--wait", tool, json};
    }

    private Reply mcp(String input, String... options) throws IOException, InterruptedException {
        return HostProcess.commandWithInput(input, words(options));
    }

    private String[] words(String... options) {
        String[] words = new String[3 + options.length];
        words[0] = "mcp";
        words[1] = "--home";
        words[2] = home.root().toString();
        System.arraycopy(options, 0, words, 3, options.length);
        return words;
    }

    private Process start(String... options) throws IOException {
        List<String> line = new java.util.ArrayList<>(List.of(HostProcess.script()));
        line.addAll(List.of(words(options)));
        return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void send(OutputStream in, String lines) throws IOException {
        in.write(lines.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private static String read(BufferedReader out) throws Exception {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return String.valueOf(out.readLine());
                            } catch (IOException e) {
                                return e.toString();
                            }
                        },
                        task -> new Thread(task, "reader").start())
                .get(HostProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static String call(int id, String tool, String arguments) {
        return """
               {"jsonrpc":"2.0","id":%d,"method":"tools/call",\
               "params":{"name":"%s","arguments":%s}}
               """
                .formatted(id, tool, arguments);
    }

    private static String line(Reply reply, int id) {
        return reply.out()
                .lines()
                .filter(line -> line.contains("\"id\":" + id + ","))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer to " + id + ": " + reply.out()));
    }
}
