package org.vexhost.loader.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Capability;
import org.vexhost.api.Grant;
import org.vexhost.api.ToolState;
import org.vexhost.loader.Await;
import org.vexhost.loader.config.HostSettings;
import org.vexhost.loader.deploy.operator.GrantThread;
import org.vexhost.loader.files.AtomicFiles;
import org.vexhost.loader.files.FileWriter;
import org.vexhost.loader.grant.GrantException;
import org.vexhost.loader.grant.GrantException.Reason;

@DisplayName("While the disk does not answer")
@Timeout(180)
class HungDiskTest {

    private static final String WANTS_LANG = "\"capabilities\": {\"environment\": [\"LANG\"]},";
    private static final Grant LANG = new Grant.Environment("LANG");
    private static final Grant TZ = new Grant.Environment("TZ");

    /** Writes as it should, but hangs at files of one kind until the test releases it. */
    private static final class SlowDisk implements FileWriter {
        private final CountDownLatch answers = new CountDownLatch(1);
        private final ConcurrentLinkedQueue<Path> hanging = new ConcurrentLinkedQueue<>();
        private volatile Predicate<Path> hangsAt = file -> false;

        @Override
        public void write(Path file, byte[] content) throws IOException {
            if (hangsAt.test(file)) {
                hanging.add(file);
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            AtomicFiles.write(file, content);
        }

        void awaitHanging() throws InterruptedException {
            Await.until(() -> !hanging.isEmpty(), () -> "nothing hangs");
        }
    }

    /** What a thread does, that may hang. */
    private interface Act {
        void run() throws Exception;
    }

    @TempDir Path home;
    private final SlowDisk disk = new SlowDisk();

    @AfterEach
    void answer() {
        disk.answers.countDown();
    }

    private TestHost host(Duration patience) {
        return new TestHost(HostSettings.defaultsFor(home), disk, new GrantThread(patience));
    }

    private TestHost host() {
        return host(Duration.ofSeconds(60));
    }

    private static CompletableFuture<Void> begin(Act act) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                act.run();
                                done.complete(null);
                            } catch (Exception | Error e) {
                                done.completeExceptionally(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static void awaitEnd(CompletableFuture<Void> done) throws Exception {
        done.get(60, TimeUnit.SECONDS);
    }

    private static void grant(TestHost host, Grant... grants) throws Exception {
        host.admin().grant("a", List.of(grants), Optional.empty(), Optional.empty());
    }

    private Path grantsOfA() {
        return home.resolve("etc/grants/a.json");
    }

    private static void requireOtherToolsDeploy(TestHost host, String name) throws Exception {
        TestModules.writePair(host.tools, name, "1.0", "");
        host.awaitActive(name + ".tool.json", "1.0");
        assertEquals("{\"version\": \"1.0\", \"granted\": 0}", host.call(name));
    }

    @Test
    void aGrantWaitsAndOtherToolsAreDeployed() throws Exception {
        try (TestHost host = host()) {
            TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            disk.hangsAt = grantsOfA()::equals;
            CompletableFuture<Void> granted = begin(() -> grant(host, LANG));
            disk.awaitHanging();
            requireOtherToolsDeploy(host, "b");
            host.admin().disable("b");
            host.admin().enable("b");
            assertEquals(
                    ToolState.BLOCKED,
                    host.entry("a.tool.json").orElseThrow().state(),
                    "a grant is in force only once it is on the disk");
            assertTrue(host.admin().grants("a").grants().isEmpty());
            assertFalse(granted.isDone());
            disk.answers.countDown();
            awaitEnd(granted);
            assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
        }
    }

    @Test
    void whatServesIsRememberedLaterAndOtherToolsAreDeployed() throws Exception {
        try (TestHost host = host()) {
            TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            disk.hangsAt = file -> file.startsWith(home.resolve("data/.host"));
            grant(host, LANG);
            assertEquals("{\"version\": \"1.0\", \"granted\": 1}", host.call("a"));
            disk.awaitHanging();
            requireOtherToolsDeploy(host, "b");
            // What is not written yet is known all the same.
            TestModules.writePair(host.tools, "a", "1.1", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            assertEquals("1.0", host.admin().pendingChange("a").orElseThrow().fromVersion());
            disk.answers.countDown();
        }
        assertTrue(Files.exists(home.resolve("data/.host/approved/a.json")));
    }

    @Test
    void aRevocationIsInForceAtOnce() throws Exception {
        try (TestHost host = host(Duration.ofSeconds(1))) {
            TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            grant(host, LANG);
            disk.hangsAt = grantsOfA()::equals;
            GrantException granting = assertThrows(GrantException.class, () -> grant(host, TZ));
            assertEquals(Reason.NOT_WRITTEN, granting.reason());
            assertEquals(
                    "grants of tool 'a' cannot be written [the disk does not answer: it started,"
                            + " and has not ended within 1 s]",
                    granting.getMessage());
            GrantException revoking =
                    assertThrows(
                            GrantException.class,
                            () ->
                                    host.admin()
                                            .revoke("a", Capability.ENVIRONMENT, List.of("LANG")));
            assertEquals(
                    "grants of tool 'a' are taken back until the host restarts, but cannot be"
                            + " written [the disk does not answer: it did not start within 1 s, and"
                            + " was dropped]",
                    revoking.getMessage());
            assertEquals(List.of(), host.admin().grants("a").grants().all());
            host.await("a.tool.json", ToolState.BLOCKED);
            disk.answers.countDown();
            // What was granted before the disk hung comes, what was taken back does not.
            host.awaitTrue(() -> host.admin().grants("a").grants().all().equals(List.of(TZ)));
            Await.until(
                    () -> {
                        String text = read(grantsOfA());
                        return text.contains("TZ") && !text.contains("LANG");
                    },
                    () -> read(grantsOfA()));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aToolIsDisabledAtOnceAndTheCommandWaitsForTheDisk() throws Exception {
        try (TestHost host = host()) {
            requireOtherToolsDeploy(host, "a");
            Path state = home.resolve("data/.host/tools.json");
            disk.hangsAt = state::equals;
            CompletableFuture<Void> disabled = begin(() -> host.admin().disable("a"));
            disk.awaitHanging();
            host.await("a.tool.json", ToolState.DISABLED);
            requireOtherToolsDeploy(host, "b");
            assertFalse(disabled.isDone(), "acknowledged before it is on the disk");
            disk.answers.countDown();
            awaitEnd(disabled);
            assertTrue(read(state).contains("\"a\": \"an operator disabled it\""), read(state));
        }
    }

    @Test
    void theHostEndsAllTheSame() throws Exception {
        TestHost host = host();
        TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
        host.await("a.tool.json", ToolState.BLOCKED);
        disk.hangsAt = file -> true;
        CompletableFuture<Void> granted = begin(() -> grant(host, LANG));
        CompletableFuture<Void> disabled = begin(() -> host.admin().disable("a"));
        Await.until(() -> disk.hanging.size() >= 2, () -> disk.hanging);
        awaitEnd(begin(host::close));
        assertFalse(granted.isDone() || disabled.isDone());
        disk.answers.countDown();
        awaitEnd(granted);
        assertTrue(read(grantsOfA()).contains("LANG"));
        awaitEnd(disabled);
    }

    /** As if the process were killed: nothing of it is closed, and another one starts. */
    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        TestHost killed = host();
        try {
            TestModules.writePair(killed.tools, "a", "1.0", WANTS_LANG);
            TestModules.writePair(killed.tools, "b", "1.0", "");
            killed.await("a.tool.json", ToolState.BLOCKED);
            killed.awaitActive("b.tool.json", "1.0");
            for (int i = 0; i < 20; i++) {
                Grant last = new Grant.Environment("LAST_" + i);
                grant(killed, last);
                assertTrue(read(grantsOfA()).contains("LAST_" + i + "\""), "acknowledged too soon");
                killed.admin().revoke("a", Capability.ENVIRONMENT, List.of("LAST_" + i));
                assertFalse(read(grantsOfA()).contains("LAST_"), "acknowledged too soon");
            }
            grant(killed, LANG);
            killed.admin().disable("b");
            disk.hangsAt = file -> true;
            CompletableFuture<Void> unwritten = begin(() -> grant(killed, TZ));
            disk.awaitHanging();
            try (TestHost next = new TestHost(HostSettings.defaultsFor(home))) {
                next.awaitActive("a.tool.json", "1.0");
                next.await("b.tool.json", ToolState.DISABLED);
                assertEquals(List.of(LANG), next.admin().grants("a").grants().all());
            }
            assertFalse(unwritten.isDone());
        } finally {
            disk.answers.countDown();
            killed.close();
        }
    }

    @Test
    void whatIsAskedAtTheSameTimeIsAllThere() throws Exception {
        try (TestHost host = host()) {
            TestModules.writePair(host.tools, "a", "1.0", WANTS_LANG);
            host.await("a.tool.json", ToolState.BLOCKED);
            List<CompletableFuture<Void>> all =
                    IntStream.range(0, 12)
                            .mapToObj(
                                    each ->
                                            begin(
                                                    () ->
                                                            grant(
                                                                    host,
                                                                    new Grant.Environment(
                                                                            "V" + each))))
                            .toList();
            for (CompletableFuture<Void> each : all) {
                awaitEnd(each);
            }
            assertEquals(12, host.admin().grants("a").grants().all().size());
            for (int i = 0; i < 12; i++) {
                assertTrue(read(grantsOfA()).contains("\"V" + i + "\""));
            }
        }
    }
}
