package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.CallLoad;
import org.vexhost.distribution.cli.CallLoad.Answer;
import org.vexhost.distribution.cli.CallLoad.Outcome;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;

/** A restart while clients call all the time: each accepted call is answered. */
@DisplayName("A host that is restarted under calls over HTTP")
class RestartIT {

    private static final int CALLS = 1_000;
    private static final String TOKEN = "token-of-a-test";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Path home;
    private int port;

    @BeforeEach
    void makeAHome() throws Exception {
        home = folder.resolve("home");
        port = HttpHost.freePort();
        HttpHost.settings(home, "port = %d\n".formatted(port));
        HttpHost.caller(home, "load", TOKEN, "");
        // One file, so that its lines can be counted.
        Files.writeString(
                home.resolve("etc/org.vexhost.audit.cfg"),
                "calls=true\nmaxFileBytes=1073741824\nmaxBytes=4294967296\n");
        Files.createDirectories(home.resolve("tools"));
        for (String file : List.of("echo.tool.json", "echo.wasm")) {
            Files.copy(
                    HostProcess.EXAMPLES.resolve("echo").resolve(file),
                    home.resolve("tools").resolve(file));
        }
    }

    @Test
    void answersEachAcceptedCallOfTheRestInterface() throws Exception {
        restartTwiceUnder(this::callByRest);
    }

    @Test
    void answersEachAcceptedCallOfTheModelContextProtocol() throws Exception {
        restartTwiceUnder(this::callByMcp);
    }

    private void restartTwiceUnder(CallLoad.Client calls) throws Exception {
        begin("start");
        try (CallLoad load = CallLoad.begin(calls)) {
            load.await(CALLS);
            begin("restart");
            load.await(CALLS);
            begin("restart");
            load.await(CALLS);
            List<Answer> answers = load.end();
            for (Answer answer : answers) {
                assertNotEquals(Outcome.WRONG, answer.outcome(), answer::toString);
            }
            assertEquals(new Reply(0, "", ""), command("stop"));
            // A line too many is a call whose answer was lost.
            assertEquals(answers.stream().filter(Answer::isRight).count(), audited());
        } finally {
            Reply ignored = command("stop");
        }
    }

    private void begin(String word) throws Exception {
        Reply reply = command(word);
        assertEquals(0, reply.status(), reply::toString);
    }

    private Reply command(String word) throws Exception {
        return HostProcess.execute(
                "", List.of(HostProcess.script(), word, "--home", home.toString()));
    }

    private long audited() throws IOException {
        try (Stream<String> lines = Files.lines(home.resolve("logs/audit.log"))) {
            return lines.filter(line -> line.contains("\"kind\":\"call\""))
                    .filter(line -> line.contains("\"outcome\":\"success\""))
                    .count();
        }
    }

    private Answer callByRest(int number) throws InterruptedException {
        return answer(
                number,
                request("/api/v1/tools/echo/calls", CallLoad.arguments(number)),
                "\"output\":" + CallLoad.arguments(number));
    }

    private Answer callByMcp(int number) throws InterruptedException {
        String message =
                """
                {"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"echo","arguments":%s,
                "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                "io.modelcontextprotocol/clientInfo":{"name":"load","version":"1"},
                "io.modelcontextprotocol/clientCapabilities":{}}}}
                """
                        .formatted(number, CallLoad.arguments(number));
        return answer(
                number,
                request("/mcp", message)
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "echo"),
                "\"structuredContent\":" + CallLoad.arguments(number));
    }

    private HttpRequest.Builder request(String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private Answer answer(int number, HttpRequest.Builder request, String right)
            throws InterruptedException {
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            // No host listens, or it closed the connection before it read the request. Whether it
            // executed the call nevertheless is seen in the audit log.
            TimeUnit.MILLISECONDS.sleep(20);
            return new Answer(number, Outcome.REFUSED_FOR_NOW, e.toString());
        }
        String text = response.statusCode() + " " + response.body();
        if (response.statusCode() == 200 && response.body().contains(right)) {
            return new Answer(number, Outcome.RIGHT, text);
        }
        boolean isForNow =
                text.contains("DRAINING")
                        || text.contains("DEPLOYING")
                        || text.contains("NOT_READY");
        return new Answer(number, isForNow ? Outcome.REFUSED_FOR_NOW : Outcome.WRONG, text);
    }
}
