package org.vexhost.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.Json;
import org.vexhost.api.admin.AdministrationException;
import org.vexhost.api.admin.AuditTrail;

@DisplayName("The audit log")
class AuditLogTest {

    private static final Caller ROOT = Caller.user("root");
    private static final Pattern HEAD =
            Pattern.compile(
                    "\\{\"seq\":(\\d+),\"time\":\"[^\"]+\",\"prev\":\"([0-9a-f]{64})\",.*}");

    private final Path folder;
    private AuditLog log;

    private AuditLog open(long maxFileBytes, long maxBytes) {
        return open(folder, maxFileBytes, maxBytes);
    }

    private static AuditLog open(Path folder, long maxFileBytes, long maxBytes) {
        return new AuditLog(
                new AuditFile(folder, maxFileBytes, maxBytes), InstantSource.fixed(Instant.EPOCH));
    }

    AuditLogTest(@TempDir Path given) {
        folder = given;
        log = open(given, 1 << 20, 1 << 24);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private void reopen() {
        log.close();
        log = open(1 << 20, 1 << 24);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve(AuditFile.NAME));
    }

    /** Numbers go up by one, and each line names the hash of the one before. */
    static void assertChained(List<String> lines) {
        String hash = "";
        long number = -1;
        for (String line : lines) {
            Json ignored = Json.parse(line);
            assertTrue(ignored.sizeBytes() > 0);
            Matcher head = HEAD.matcher(line);
            assertTrue(head.matches(), line);
            if (number >= 0) {
                assertEquals(number + 1, Long.parseLong(head.group(1)));
                assertEquals(hash, head.group(2));
            }
            number = Long.parseLong(head.group(1));
            hash = LineChain.hash(line);
        }
    }

    @Test
    void hasALineBeforeAChangeAndOneAfterIt() throws Exception {
        AuditTrail.Change change = log.begin(ROOT, "tool.grant", Map.of("tool", "echo"));
        assertEquals(1, lines().size());
        change.done(Map.of("digest", "sha256:x"));
        log.begin(ROOT, "tool.revoke", Map.of()).failed("nothing is granted");
        assertEquals(
                List.of(
                        "{\"seq\":1,\"time\":\"1970-01-01T00:00:00Z\",\"prev\":\""
                                + "0".repeat(64)
                                + "\",\"kind\":\"begun\",\"action\":\"tool.grant\",\"who\":{\"kind\":"
                                + "\"user\",\"name\":\"root\"},\"facts\":{\"tool\":\"echo\"}}"),
                lines().subList(0, 1));
        assertTrue(lines().get(1).contains("\"kind\":\"done\",\"action\":\"tool.grant\""));
        assertTrue(lines().get(1).contains("\"of\":1,\"facts\":{\"digest\":\"sha256:x\"}"));
        assertTrue(lines().get(3).contains("\"kind\":\"failed\""));
        assertTrue(
                lines().get(3).contains("\"of\":3,\"facts\":{\"reason\":\"nothing is granted\"}"));
        assertChained(lines());
    }

    @Test
    void continuesItsChainAfterARestart() throws Exception {
        log.note(ROOT, "setting.edit", Map.of());
        reopen();
        log.note(ROOT, "setting.edit", Map.of());
        assertEquals(2, lines().size());
        assertChained(lines());
    }

    @Test
    void writesOverNothingWhereALineOfSomebodyElseIsLast() throws Exception {
        Files.writeString(folder.resolve(AuditFile.NAME), "hello\n");
        log.note(ROOT, "setting.edit", Map.of());
        assertEquals("hello", lines().get(0));
        assertTrue(lines().get(1).startsWith("{\"seq\":1,"), lines()::toString);
    }

    @Test
    void refusesAChangeWhoseLineCannotBeWritten() throws Exception {
        Path file = folder.resolve(AuditFile.NAME);
        Files.createDirectory(file);
        AdministrationException e =
                assertThrows(
                        AdministrationException.class,
                        () -> log.begin(ROOT, "tool.grant", Map.of()));
        assertEquals(AdministrationException.Reason.FAILED, e.reason());
        assertTrue(
                e.getMessage().startsWith("audit log cannot be written, so nothing was changed ["),
                e.getMessage());
        assertEquals(1, log.failures());
        assertTrue(log.problem().isPresent());
        log.note(ROOT, "setting.edit", Map.of());
        Files.delete(file);
        log.begin(ROOT, "tool.grant", Map.of()).done(Map.of());
        assertTrue(log.problem().isEmpty());
        // What had happened all the same comes first.
        assertEquals(3, lines().size());
        assertTrue(
                lines().get(0).contains("\"kind\":\"noted\",\"action\":\"setting.edit\""),
                lines()::toString);
        assertTrue(
                lines().get(0).endsWith("\"happened\":\"1970-01-01T00:00:00Z\"}"),
                lines()::toString);
        assertChained(lines());
    }

    @Test
    void hasTheEndOfAChangeLateWhenItCouldNotBeWrittenAtOnce() throws Exception {
        Path file = folder.resolve(AuditFile.NAME);
        AuditTrail.Change change = log.begin(ROOT, "tool.grant", Map.of("tool", "echo"));
        Files.move(file, folder.resolve("kept"));
        Files.createDirectory(file);
        change.done(Map.of());
        Files.delete(file);
        Files.move(folder.resolve("kept"), file);
        reopen();
        assertEquals(2, lines().size());
        assertTrue(lines().get(1).contains("\"kind\":\"done\""), lines()::toString);
        assertTrue(lines().get(1).contains("\"of\":1,"), lines()::toString);
        assertChained(lines());
    }

    @Test
    void keepsABoundedNumberOfLinesThatCannotBeWritten() throws Exception {
        Path file = folder.resolve(AuditFile.NAME);
        Files.createDirectory(file);
        for (int i = 0; i < AuditLog.MAX_KEPT + 5; i++) {
            log.note(ROOT, "setting.edit", Map.of("n", Integer.toString(i)));
        }
        Files.delete(file);
        log.begin(ROOT, "tool.grant", Map.of()).done(Map.of());
        assertEquals(AuditLog.MAX_KEPT + 2, lines().size());
        assertTrue(lines().get(0).contains("\"n\":\"5\""), lines().get(0));
        assertChained(lines());
    }

    @Test
    void isWrittenByAThreadThatWasInterruptedWhichStaysSo() throws Exception {
        Thread.currentThread().interrupt();
        log.begin(ROOT, "tool.grant", Map.of()).done(Map.of());
        log.note(ROOT, "setting.edit", Map.of());
        assertTrue(Thread.interrupted());
        assertEquals(3, lines().size());
        assertChained(lines());
    }

    @Test
    void isWholeHoweverOftenItsWritersAreInterrupted() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread writer =
                new Thread(
                        () -> {
                            for (int i = 0; i < 300; i++) {
                                log.note(ROOT, "setting.edit", Map.of());
                            }
                            isOver.set(true);
                        });
        writer.start();
        while (!isOver.get() && writer.isAlive()) {
            writer.interrupt();
            Thread.sleep(1);
        }
        writer.join();
        log.close();
        assertEquals(300, lines().size());
        assertChained(lines());
    }

    @Test
    void refusesAChangeWhenTheDiskDoesNotAnswerAnotherOne() throws Exception {
        CountDownLatch isWriting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        log.close();
        log =
                new AuditLog(
                        new AuditFile(folder, 1 << 20, 1 << 24),
                        () -> {
                            isWriting.countDown();
                            try {
                                assertTrue(goOn.await(60, TimeUnit.SECONDS));
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            return Instant.EPOCH;
                        },
                        Duration.ofMillis(20));
        Thread hanging = new Thread(() -> log.note(ROOT, "setting.edit", Map.of()));
        hanging.start();
        assertTrue(isWriting.await(60, TimeUnit.SECONDS));
        AdministrationException e =
                assertThrows(
                        AdministrationException.class,
                        () -> log.begin(ROOT, "tool.grant", Map.of()));
        assertTrue(e.getMessage().contains("another line waits for the disk"), e.getMessage());
        goOn.countDown();
        hanging.join();
        log.begin(ROOT, "tool.grant", Map.of()).done(Map.of());
        assertEquals(3, lines().size());
    }

    @Test
    void escapesAndCutsWhatOthersWrote() throws Exception {
        log.note(
                Caller.user("a\"b"),
                "tool.deploy",
                Map.of(
                        "file",
                        "x\n{\"seq\":9}\u001b\u009b\u202e\ud800é",
                        "long",
                        "y".repeat(9_000)));
        assertEquals(1, lines().size());
        String line = lines().get(0);
        assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), line);
        assertTrue(line.length() < 6_000);
        assertTrue(
                line.contains("x\\u000a{\\\"seq\\\":9}\\u001b\\u009b\\u202e\\ud800\\u00e9"), line);
    }

    @Test
    void hasShortLinesWhateverIsInThem() throws Exception {
        Map<String, String> facts = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            facts.put("n\n" + i + "k".repeat(5_000), "\u0007".repeat(9_000));
        }
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            many.put("n" + i, "v");
        }
        Caller who = Caller.user("ü".repeat(128));
        for (int i = 0; i < Caller.MAX_ATTRIBUTES; i++) {
            who = who.with("a" + i, "é".repeat(Caller.MAX_ATTRIBUTE_LENGTH));
        }
        log.note(who, "tool.deploy", facts);
        log.note(ROOT, "tool.deploy", many);
        log.note(who, "tool.deploy", Map.of("tool", "echo"));
        assertChained(lines());
        for (String line : lines()) {
            assertTrue(line.length() < 36_000, () -> "length " + line.length());
        }
        assertTrue(lines().get(0).contains("\"more\":\"\\u2026\"}"), lines().get(0));
        assertTrue(lines().get(1).endsWith("\"n37\":\"v\",\"more\":\"\\u2026\"}}"), lines().get(1));
        assertTrue(lines().get(0).contains("\"kind\":\"user\",\"name\":\"\\u00fc"), lines().get(0));
    }

    @Test
    void takesNoActionThatIsNotOne() {
        assertThrows(IllegalArgumentException.class, () -> log.begin(ROOT, "Tool grant", Map.of()));
    }

    @Test
    void isChainedWhoeverWritesAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(
                        () -> {
                            for (int k = 0; k < 25; k++) {
                                log.begin(ROOT, "tool.grant", Map.of()).done(Map.of());
                            }
                            return "";
                        });
            }
            for (Future<Object> done : threads.invokeAll(tasks)) {
                assertEquals("", done.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(200, lines().size());
        assertEquals(200, log.written());
        assertChained(lines());
    }
}
