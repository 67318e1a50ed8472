package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.ErrorCode;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolState;

/**
 * Callers, and an operator who copies files over a running host all the time. How long is the
 * system property {@code vexhost.hammer.seconds}, 10 by default.
 */
class DeploymentHammerTest {

    private static final int TOOLS = 20;
    private static final int CALLERS = 8;
    private static final int DEPLOYMENTS_PER_SECOND = 10;
    private static final int SECONDS = Integer.getInteger("vexhost.hammer.seconds", 10);

    @TempDir Path home;

    /** The last version that was announced ACTIVE, by tool. */
    private final Map<String, Integer> announced = new ConcurrentHashMap<>();

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    /** The last version before its files were removed, of tools that may be absent now. */
    private final Map<String, Integer> absent = new ConcurrentHashMap<>();

    @Test
    @Timeout(300)
    void noAnswerIsLostOrWrong() throws Exception {
        try (TestHost host = new TestHost(home)) {
            host.registry.subscribe(
                    event ->
                            event.after()
                                    .filter(entry -> entry.state() == ToolState.ACTIVE)
                                    .ifPresent(
                                            entry -> {
                                                int version =
                                                        Integer.parseInt(
                                                                entry.version().orElseThrow());
                                                announced.put(entry.name(), version);
                                                absent.computeIfPresent(
                                                        entry.name(),
                                                        (name, last) ->
                                                                version > last ? null : last);
                                            }));
            // The host makes it too, in its own time.
            Files.createDirectories(host.tools);
            for (int i = 0; i < TOOLS; i++) {
                replace(host.tools, name(i), "1", "");
            }
            for (int i = 0; i < TOOLS; i++) {
                host.awaitActive(name(i) + ".tool.json", "1");
            }
            CountDownLatch done = new CountDownLatch(CALLERS);
            for (int i = 0; i < CALLERS; i++) {
                new Thread(() -> call(host, done), "caller-" + i).start();
            }
            Map<String, Integer> versions = operate(host);
            over.set(true);
            assertTrue(done.await(30, TimeUnit.SECONDS));
            for (Map.Entry<String, Integer> each : versions.entrySet()) {
                host.awaitActive(each.getKey() + ".tool.json", each.getValue().toString());
            }
            assertEquals(List.of(), List.copyOf(wrong));
            assertTrue(answers.get() > 1_000, () -> answers + " answers");
            // Every version but those that serve was given back.
            host.awaitTrue(() -> host.factory.prepared.get() - host.factory.dropped.get() == TOOLS);
        }
    }

    /** Updates, breaks, removes and brings back. */
    private Map<String, Integer> operate(TestHost host) throws Exception {
        Random random = new Random(42);
        Map<String, Integer> versions = new ConcurrentHashMap<>();
        for (int i = 0; i < TOOLS; i++) {
            versions.put(name(i), 1);
        }
        for (int i = 0; i < SECONDS * DEPLOYMENTS_PER_SECOND; i++) {
            String name = name(random.nextInt(TOOLS));
            int next = versions.get(name) + 1;
            switch (random.nextInt(10)) {
                case 0 -> Files.writeString(host.tools.resolve(name + ".tool.json"), "{ broken");
                case 1 -> {
                    absent.put(name, versions.get(name));
                    Files.deleteIfExists(host.tools.resolve(name + ".tool.json"));
                    Files.deleteIfExists(host.tools.resolve(name + ".wasm"));
                }
                default -> {
                    replace(host.tools, name, Integer.toString(next), "");
                    versions.put(name, next);
                }
            }
            Thread.sleep(1_000 / DEPLOYMENTS_PER_SECOND);
        }
        for (Map.Entry<String, Integer> each : versions.entrySet()) {
            each.setValue(each.getValue() + 1);
            replace(host.tools, each.getKey(), each.getValue().toString(), "");
        }
        return versions;
    }

    private void call(TestHost host, CountDownLatch done) {
        Random random = new Random();
        try {
            while (!over.get()) {
                String name = name(random.nextInt(TOOLS));
                int least = announced.getOrDefault(name, 1);
                boolean mayBeAbsent = absent.containsKey(name);
                try {
                    String answer = host.call(name);
                    int version = versionOf(answer);
                    if (version < least) {
                        wrong.add(name + " " + version + " after " + least);
                    }
                    answers.incrementAndGet();
                } catch (ToolException e) {
                    judge(name, mayBeAbsent, e);
                }
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            wrong.add(e.toString());
        } finally {
            done.countDown();
        }
    }

    /** Of <code>{"version": "12", …}</code>. */
    private static int versionOf(String answer) {
        int start = answer.indexOf(": \"") + 3;
        return Integer.parseInt(answer.substring(start, answer.indexOf('"', start)));
    }

    private void judge(String name, boolean wasAbsent, ToolException e) {
        refusals.incrementAndGet();
        ErrorReason reason = e.error().reason();
        boolean fits =
                reason == ErrorReason.NO_SUCH_TOOL
                        || reason == ErrorReason.DRAINING
                        || reason == ErrorReason.DEPLOYING
                        // Broken files where no tool was: nothing of it ever served.
                        || reason == ErrorReason.DEPLOYMENT_FAILED;
        if (!fits || !(wasAbsent || absent.containsKey(name))) {
            wrong.add(name + " " + e.error());
        }
        if (e.error().code() != ErrorCode.NOT_FOUND && e.error().code() != ErrorCode.UNAVAILABLE) {
            wrong.add(name + " " + e.error());
        }
    }

    private static String name(int i) {
        return "tool-" + i;
    }

    /** As a careful operator does: each file whole, by renaming. */
    private static void replace(Path tools, String name, String version, String more)
            throws IOException {
        move(tools, name + ".wasm", TestModules.module(name + version));
        move(
                tools,
                name + ".tool.json",
                TestModules.descriptor(name, version, more).getBytes(StandardCharsets.UTF_8));
    }

    private static void move(Path tools, String name, byte[] content) throws IOException {
        Path hidden = tools.resolve("." + name);
        Files.write(hidden, content);
        Files.move(
                hidden,
                tools.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
