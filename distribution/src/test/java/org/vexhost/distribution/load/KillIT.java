package org.vexhost.distribution.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;

/**
 * {@code kill -9} again and again, at any moment, while tools are deployed. How often is the system
 * property {@code vexhost.load.kills}; the profile {@code load} makes it 50.
 */
@DisplayName("A host that is killed while tools are deployed")
class KillIT {

    private static final int KILLS = Integer.getInteger("vexhost.load.kills", 4);
    private static final int TOOLS = 12;
    private static final int DEPLOYMENTS_PER_SECOND = 20;
    private static final int CODE_BYTES = 1_500;
    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+),");

    @TempDir Path folder;

    private final Random random = new Random(7);

    @Test
    void comesUpWithEveryGoodToolAndAllThatAnOperatorSaid() throws Exception {
        try (HostProcess host = HostProcess.start(folder.resolve("home"))) {
            Path tools = host.home().tools();
            Operator operator = new Operator(tools, 11);
            for (int i = 0; i < TOOLS; i++) {
                operator.update(Operator.name(i));
            }
            GeneratedTool granted = new GeneratedTool("granted", 1, CODE_BYTES);
            Files.write(tools.resolve("granted.wasm"), granted.module());
            Files.writeString(
                    tools.resolve("granted.tool.json"),
                    granted.descriptor(", \"capabilities\": {\"environment\": [\"LANG\"]}"));
            GeneratedTool kept = new GeneratedTool("kept", 1, CODE_BYTES);
            kept.moveTo(tools);
            GeneratedTool disabled = new GeneratedTool("disabled", 1, CODE_BYTES);
            disabled.moveTo(tools);
            host.awaitCall("kept", "{}");
            host.awaitCall("disabled", "{}");
            host.awaitCall("granted", "{}", reply -> reply.err().contains("NOT_GRANTED"));
            assertEquals(0, host.shell("vex:grant granted environment LANG").status());
            assertEquals(0, host.shell("vex:disable disabled").status());
            Files.write(tools.resolve("kept.wasm"), kept.withoutExecute());
            host.awaitShell("vex:tools", out -> out.contains("version 1 is still serving"));

            int whileStarting = 0;
            for (int i = 0; i < KILLS; i++) {
                if (deployAndKill(host, operator)) {
                    whileStarting++;
                }
                host.restart();
                assertEverythingIsThere(host, operator);
                assertEquals(kept.answer("{}"), host.awaitCall("kept", "{}").out());
                assertEquals(granted.answer("{}"), host.awaitCall("granted", "{}").out());
                host.awaitCall(
                        "disabled", "{}", reply -> reply.err().startsWith("UNAVAILABLE/DISABLED"));
            }
            System.out.printf(
                    "kill: %d times, %d of them while the host started; %s%n",
                    KILLS, whileStarting, operator);
        }
    }

    /** Whether the host was killed while it started. */
    private boolean deployAndKill(HostProcess host, Operator operator) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<IOException> failure = new AtomicReference<>();
        Thread deploying =
                new Thread(
                        () -> {
                            try {
                                while (!over.get()) {
                                    operator.act(Operator.name(random.nextInt(TOOLS)));
                                    Thread.sleep(1_000 / DEPLOYMENTS_PER_SECOND);
                                }
                            } catch (IOException e) {
                                failure.set(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "operator");
        boolean starting = random.nextInt(3) == 0;
        deploying.start();
        try {
            if (starting) {
                host.kill();
                host.relaunch();
            }
            Thread.sleep(random.nextInt(1_500));
            host.kill();
        } finally {
            over.set(true);
            deploying.join(60_000);
        }
        assertTrue(failure.get() == null, () -> String.valueOf(failure.get()));
        return starting;
    }

    private static void assertEverythingIsThere(HostProcess host, Operator operator)
            throws Exception {
        for (int i = 0; i < TOOLS; i++) {
            String name = Operator.name(i);
            switch (operator.condition(name)) {
                case GOOD -> {
                    String right = operator.generation(name, operator.latest(name)).answer("{}");
                    host.awaitCall(name, "{}", reply -> reply.out().equals(right));
                }
                case BROKEN -> {
                    // What served before is still serving, if it was written down before the end.
                    Reply reply =
                            host.awaitCall(
                                    name,
                                    "{}",
                                    each ->
                                            each.status() == 0
                                                    || each.err().startsWith("NOT_FOUND/")
                                                    || each.err().contains("DEPLOYMENT_FAILED"));
                    if (reply.status() == 0) {
                        Matcher version = VERSION.matcher(reply.out());
                        assertTrue(version.find(), reply::out);
                        int served = Integer.parseInt(version.group(1));
                        assertEquals(operator.generation(name, served).answer("{}"), reply.out());
                    }
                }
                case REMOVED ->
                        host.awaitCall(name, "{}", reply -> reply.err().startsWith("NOT_FOUND/"));
            }
        }
    }
}
