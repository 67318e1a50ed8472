package org.vexhost.distribution.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.guest.GeneratedTool;

/**
 * Eight clients of the Model Context Protocol over HTTP, of both eras, and an operator who copies
 * files over a running host all the time. How long is the system property {@code
 * vexhost.load.mcp.seconds}; the profile {@code load} makes it 60.
 */
@DisplayName("A host under MCP clients and an operator")
class McpLoadIT {

    private static final int TOOLS = 20;
    private static final int CLIENTS = 8;
    private static final int DEPLOYMENTS_PER_SECOND = 10;
    private static final int SECONDS = Integer.getInteger("vexhost.load.mcp.seconds", 10);
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+),");
    private static final Pattern REASON = Pattern.compile("\"reason\":\"([A-Z_]+)\"");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What a call may be answered while its tool is being removed or deployed. */
    private static final List<String> REFUSALS =
            List.of("NO_SUCH_TOOL", "DRAINING", "DEPLOYING", "DEPLOYMENT_FAILED");

    @TempDir Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final Map<String, AtomicLong> refusals = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private URI url = URI.create("http://127.0.0.1/");

    @Test
    void losesNoCallAndAnswersNoneWrongly() throws Exception {
        Path home = folder.resolve("home");
        url = URI.create("http://127.0.0.1:%d/mcp".formatted(configure(home)));
        try (HostProcess host = HostProcess.start(home)) {
            host.awaitLog("listener 'main' answers");
            Operator operator = new Operator(host.home().tools(), 43);
            try (LogTail log = new LogTail(host.logFile(), operator::announced)) {
                for (int i = 0; i < TOOLS; i++) {
                    operator.update(Operator.name(i));
                }
                for (int i = 0; i < TOOLS; i++) {
                    String name = Operator.name(i);
                    GeneratedTool tool = operator.generation(name, operator.latest(name));
                    host.awaitCall(name, "{}", reply -> reply.out().equals(tool.answer("{}")));
                }
                run(operator, log);
                System.out.printf(
                        "MCP load: %d s, %d answers, %s, refused %s%n",
                        SECONDS, answers.get(), operator, new TreeMap<>(refusals));
                assertEquals(List.of(), List.copyOf(wrong));
                assertTrue(answers.get() > 10L * SECONDS, () -> answers + " answers");
                assertFalse(host.log().contains(" ERROR "), "the host logged an error");
            }
        }
    }

    private static int configure(Path home) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            Files.writeString(
                    home.resolve("etc/org.vexhost.http.cfg"),
                    "port = %d\nanonymous = true\n".formatted(port));
            return port;
        }
    }

    private void run(Operator operator, LogTail log) throws Exception {
        Thread[] clients = new Thread[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            boolean isModern = i % 2 == 0;
            clients[i] = new Thread(() -> call(operator, log, isModern), "client-" + i);
            clients[i].start();
        }
        Random random = new Random(SECONDS);
        long start = System.nanoTime();
        for (int i = 0; i < SECONDS * DEPLOYMENTS_PER_SECOND; i++) {
            operator.act(Operator.name(random.nextInt(TOOLS)));
            long next = start + (i + 1) * 1_000_000_000L / DEPLOYMENTS_PER_SECOND;
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        over.set(true);
        for (Thread client : clients) {
            client.join(60_000);
            assertFalse(client.isAlive(), client::getName);
        }
    }

    private void call(Operator operator, LogTail log, boolean isModern) {
        Random random = new Random();
        try {
            String session = isModern ? "" : initialize();
            for (int n = 1; !over.get(); n++) {
                String name = Operator.name(random.nextInt(TOOLS));
                String arguments = "{\"n\":" + n + "}";
                int least = log.announced(name);
                boolean absent = operator.mayBeAbsent(name);
                int removals = operator.removals(name);
                String answer = post(name, arguments, n, session);
                if (!answer.contains("\"id\":" + n + ",")) {
                    wrong.add("call " + n + " was answered " + answer);
                } else if (answer.contains("\"isError\":false")) {
                    answers.incrementAndGet();
                    judge(operator, name, arguments, least, answer);
                } else {
                    boolean mayRefuse =
                            absent
                                    || operator.mayBeAbsent(name)
                                    || operator.removals(name) != removals;
                    judge(name, mayRefuse, answer);
                }
            }
        } catch (IOException | RuntimeException e) {
            wrong.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String initialize() throws IOException, InterruptedException {
        return send(request(
                        """
                                {"jsonrpc":"2.0","id":0,"method":"initialize",
                                 "params":{"protocolVersion":"2025-11-25","capabilities":{}}}
                                """))
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private String post(String tool, String arguments, int id, String session)
            throws IOException, InterruptedException {
        boolean isModern = session.isEmpty();
        String meta =
                """
                ,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                 "io.modelcontextprotocol/clientCapabilities":{}}
                """;
        HttpRequest.Builder request =
                request(
                        """
                        {"jsonrpc":"2.0","id":%d,"method":"tools/call",
                         "params":{"name":"%s","arguments":%s%s}}
                        """
                                .formatted(id, tool, arguments, isModern ? meta : ""));
        return send(isModern
                        ? request.header("MCP-Protocol-Version", "2026-07-28")
                                .header("Mcp-Method", "tools/call")
                                .header("Mcp-Name", tool)
                        : request.header("MCP-Protocol-Version", "2025-11-25")
                                .header("Mcp-Session-Id", session))
                .body();
    }

    private HttpRequest.Builder request(String body) {
        return HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private void judge(Operator operator, String name, String arguments, int least, String answer) {
        Matcher matcher = VERSION.matcher(answer);
        if (!matcher.find()) {
            wrong.add(name + " answered " + answer);
            return;
        }
        int version = Integer.parseInt(matcher.group(1));
        if (version < least) {
            wrong.add("%s answered with %d after %d was ACTIVE".formatted(name, version, least));
        }
        String right =
                "\"structuredContent\":" + operator.generation(name, version).answer(arguments);
        if (!answer.contains(right)) {
            wrong.add("%s answered %s, not %s".formatted(name, answer, right));
        }
    }

    private void judge(String name, boolean mayRefuse, String answer) {
        Matcher matcher = REASON.matcher(answer);
        String reason =
                answer.contains("\"code\":-32602")
                        ? "NO_SUCH_TOOL"
                        : matcher.find() ? matcher.group(1) : answer;
        refusals.computeIfAbsent(reason, each -> new AtomicLong()).incrementAndGet();
        if (!REFUSALS.contains(reason) || !mayRefuse) {
            wrong.add(name + " " + answer);
        }
    }
}
