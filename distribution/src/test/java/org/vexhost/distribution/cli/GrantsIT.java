package org.vexhost.distribution.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess.Reply;

@DisplayName("What a tool may reach")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsIT {

    @TempDir static Path folder;
    private HostProcess host;

    @BeforeAll
    void start() throws Exception {
        host = HostProcess.start(folder.resolve("home"));
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
    }

    @Test
    void isNothingOfTheEnvironmentWithoutAGrant() throws Exception {
        host.deployModule(
                "environ",
                Files.readAllBytes(HostProcess.HOSTILE.resolve("wasi-environ-show.wasm")));
        Reply reply = host.awaitCall("environ", "{}", answer -> answer.status() < 3);
        assertFalse(reply.out().contains("PATH"), reply::out);
        assertFalse(reply.out().contains("HOME"), reply::out);
    }

    @Test
    void isGivenByGrantsKeptAcrossUpdatesThatWaitAndTakenByRevoking() throws Exception {
        Path data = Files.createDirectories(host.home().data().resolve("word-index"));
        Files.writeString(data.resolve("one.txt"), "harbour tide harbour\n");
        host.deployExample("word-index");

        Reply blocked =
                host.awaitCall("word-index", "{}", answer -> answer.err().contains("GRANTED"));
        assertEquals(5, blocked.status());
        assertTrue(blocked.err().startsWith("UNAVAILABLE/CAPABILITY_NOT_GRANTED: "), blocked::err);

        Reply grant = host.shell("vex:grant word-index fileSystem");
        assertEquals(0, grant.status(), grant::err);
        Reply served = host.awaitCall("word-index", "{\"query\":\"harbour\"}");
        assertTrue(served.out().contains("\"count\":2"), served::out);

        // Another module of the same name: it waits, and the old one is still serving.
        host.deploy(HostProcess.EXAMPLES.resolve("echo/echo.wasm"), "word-index.wasm");
        host.awaitShell("vex:tools", out -> out.contains("BLOCKED") && out.contains("approve"));
        Reply old = host.call("word-index", "{\"query\":\"harbour\"}");
        assertTrue(old.out().contains("\"count\":2"), old::out);

        Reply approved = host.shell("vex:approve word-index");
        assertEquals(0, approved.status(), approved::err);
        Reply updated =
                host.awaitCall(
                        "word-index",
                        "{\"query\":\"harbour\"}",
                        answer -> answer.out().equals("{\"query\":\"harbour\"}"));
        assertEquals(0, updated.status());

        assertEquals(0, host.shell("vex:revoke word-index fileSystem").status());
        Reply revoked = host.call("word-index", "{}");
        assertEquals(5, revoked.status(), revoked::out);
    }

    @Test
    void isTakenFromACallThatRunsAtItsNextLook() throws Exception {
        Files.createDirectories(host.home().data().resolve("looker"));
        Files.copy(
                HostProcess.HOSTILE.resolve("wasi-stat-until-refused.wasm"),
                host.home().tools().resolve("looker.wasm"));
        String asks = ", \"capabilities\": {\"fileSystem\": [{\"guest\": \"/data\"}]}";
        host.write("looker.tool.json", HostProcess.descriptor("looker", "1.0.0", asks));
        host.awaitTools("looker BLOCKED");
        Reply grant = host.shell("vex:grant looker fileSystem");
        assertEquals(0, grant.status(), grant::err);
        host.awaitTools("looker ACTIVE");

        CompletableFuture<Reply> running = host.callLater("looker", "{}");
        host.awaitCallRuns("looker");
        assertEquals(0, host.shell("vex:revoke looker fileSystem").status());
        assertEquals(new Reply(0, "{\"errno\":76}", ""), running.get(60, TimeUnit.SECONDS));
    }
}
