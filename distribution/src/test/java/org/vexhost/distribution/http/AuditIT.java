package org.vexhost.distribution.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.distribution.cli.HostProcess;
import org.vexhost.distribution.cli.HostProcess.Reply;
import org.vexhost.distribution.guest.GeneratedTool;

/** Who changed and called what, as a real host writes it down. */
@DisplayName("The audit log of a host")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditIT {

    private static final String TOOL = "word-index";
    private static final String SECRET = "open-sesame-4711";
    private static final Pattern HEAD =
            Pattern.compile("\\{\"seq\":(\\d+),\"time\":\"[^\"]+\",\"prev\":\"([0-9a-f]{64})\".*}");

    @TempDir private static Path folder;
    private Path home;
    private HostProcess host;

    @BeforeAll
    void start() throws Exception {
        home = folder.resolve("home");
        host = HostProcess.start(home);
        host.deployExample("echo");
        host.deployExample(TOOL);
        host.awaitCall("echo", "{}");
        host.awaitCall(TOOL, "{}", reply -> reply.err().contains("grant"));
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private Path file() {
        return home.resolve("logs/audit.log");
    }

    private List<String> lines() throws Exception {
        return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
    }

    /** What another thread of the host writes is waited for. */
    private List<String> awaitLines(Predicate<String> wanted) throws Exception {
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        List<String> found = lines().stream().filter(wanted).toList();
        while (found.isEmpty()) {
            assertTrue(System.nanoTime() < end, () -> "not in the audit log");
            Thread.sleep(20);
            found = lines().stream().filter(wanted).toList();
        }
        return found;
    }

    private static String hash(String line) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(line.getBytes(StandardCharsets.US_ASCII)));
    }

    private void assertChained() throws Exception {
        assertChained(lines());
    }

    private static void assertChained(List<String> lines) throws Exception {
        String hash = "0".repeat(64);
        long number = 0;
        for (String line : lines) {
            Matcher head = HEAD.matcher(line);
            assertTrue(head.matches(), line);
            assertEquals(++number, Long.parseLong(head.group(1)), line);
            assertEquals(hash, head.group(2), line);
            hash = hash(line);
        }
        assertTrue(number > 0);
    }

    @Test
    @Order(1)
    void hasWhoGrantedRevokedAndDisabledWhat() throws Exception {
        for (String command :
                List.of(
                        "vex:grant " + TOOL + " fileSystem /data:ro",
                        "vex:revoke " + TOOL + " fileSystem",
                        "vex:disable echo",
                        "vex:enable echo")) {
            Reply reply = host.shell(command);
            assertEquals(0, reply.status(), reply.toString());
        }
        assertFalse(host.shell("vex:disable absent").status() == 0);
        String who =
                "\"who\":{\"kind\":\"user\",\"name\":\"" + System.getProperty("user.name") + "\"}";
        for (String action : List.of("tool.grant", "tool.revoke", "tool.disable", "tool.enable")) {
            for (String kind : List.of("begun", "done")) {
                String part = "\"kind\":\"%s\",\"action\":\"%s\"".formatted(kind, action);
                assertTrue(
                        lines().stream()
                                .anyMatch(line -> line.contains(part) && line.contains(who)),
                        () -> part);
            }
        }
        assertTrue(
                lines().stream()
                        .anyMatch(
                                line ->
                                        line.contains("\"kind\":\"failed\"")
                                                && line.contains("absent")),
                "the refused command");
        assertTrue(
                lines().stream()
                        .anyMatch(line -> line.contains("\"grants\":") && line.contains("/data")),
                () -> "the grant: " + grantLines());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertChained();
    }

    @Test
    @Order(2)
    void hasCallersWithoutTheirTokensAndFilesThatWereEdited() throws Exception {
        Reply added = host.shell("vex:caller add ci echo");
        assertEquals(0, added.status(), added.toString());
        List<String> caller =
                awaitLines(line -> line.contains("\"kind\":\"done\",\"action\":\"caller.add\""));
        assertEquals(1, caller.size());
        List<String> edited = awaitLines(line -> line.contains("etc/callers/ci.json"));
        assertTrue(edited.get(0).contains("\"action\":\"file.changed\""), edited.get(0));
        Files.createDirectories(home.resolve("etc/secrets"));
        Files.writeString(home.resolve("etc/secrets/api-key"), SECRET);
        List<String> secret = awaitLines(line -> line.contains("etc/secrets/api-key"));
        assertEquals(1, secret.size());
        String all = Files.readString(file());
        for (String word : added.out().split("\\s+", -1)) {
            if (word.matches("[A-Za-z0-9_-]{40,}")) {
                assertFalse(all.contains(word), "a token is in the log");
            }
        }
        assertFalse(all.contains(SECRET), "a secret is in the log");
        assertChained();
    }

    @Test
    @Order(3)
    void hasCallsWhileASettingSaysSo() throws Exception {
        assertEquals(0, host.call("echo", "{\"before\":1}").status());
        assertFalse(Files.exists(home.resolve("etc/audit.key")));
        Files.writeString(home.resolve("etc/org.vexhost.audit.cfg"), "calls = true\n");
        long end = System.nanoTime() + HostProcess.PATIENCE.toNanos();
        while (!Files.exists(home.resolve("etc/audit.key"))) {
            assertTrue(System.nanoTime() < end, "the setting has no effect");
            Thread.sleep(20);
        }
        Reply ignored =
                host.awaitCall(
                        "echo",
                        "{\"say\":\"" + SECRET + "\"}",
                        reply -> reply.status() == 0 && hasCall());
        assertEquals(0, ignored.status());
        List<String> calls = awaitLines(line -> line.contains("\"kind\":\"call\""));
        String call = calls.get(0);
        for (String part :
                List.of(
                        "\"tool\":\"echo\"",
                        "\"version\":\"",
                        "\"digest\":\"sha256:",
                        "\"outcome\":\"success\"",
                        "\"argumentHmac\":\"",
                        "\"resultHmac\":\"")) {
            assertTrue(call.contains(part), call);
        }
        assertEquals(3, host.call("nobody", "{}").status());
        List<String> unknown = awaitLines(line -> line.contains("\"outcome\":\"no_such_tool\""));
        assertTrue(unknown.get(0).contains("\"tool\":\"nobody\""), unknown.get(0));
        assertFalse(Files.readString(file()).contains(SECRET));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve("etc/audit.key"))));
        assertChained();
    }

    private boolean hasCall() {
        try {
            return lines().stream().anyMatch(line -> line.contains("\"kind\":\"call\""));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(4)
    void hasWhatCameToTheToolsFolderWasReplacedAndWent() throws Exception {
        Path tools = home.resolve("tools");
        new GeneratedTool("dropped", 1, 1_000).moveTo(tools);
        String added = artifact("added", "dropped");
        assertTrue(added.contains("\"digest\":\"sha256:"), added);
        assertTrue(added.contains("\"state\":\"active\""), added);
        assertTrue(
                added.contains(
                        "{\"kind\":\"user\",\"name\":\""
                                + Files.getOwner(tools.resolve("dropped.wasm")).getName()),
                added);
        new GeneratedTool("dropped", 2, 1_000).moveTo(tools);
        String updated = artifact("updated", "dropped");
        assertTrue(updated.contains("\"from\":\"" + digest(added) + "\""), updated);
        assertFalse(digest(updated).equals(digest(added)), updated);
        Files.writeString(tools.resolve("wrong.wasm"), "no module");
        Files.writeString(
                tools.resolve("wrong.tool.json"), HostProcess.descriptor("wrong", "1", ""));
        String rejected = artifact("rejected", "wrong");
        assertTrue(rejected.contains("\"reason\":\""), rejected);
        Files.delete(tools.resolve("dropped.wasm"));
        Files.delete(tools.resolve("dropped.tool.json"));
        String removed = artifact("removed", "dropped");
        assertEquals(digest(updated), digest(removed));
        assertChained();
    }

    private String grantLines() {
        try {
            return lines().stream().filter(line -> line.contains("tool.grant")).toList().toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String artifact(String what, String tool) throws Exception {
        return awaitLines(
                        line ->
                                line.contains("\"action\":\"artifact." + what + "\"")
                                        && line.contains("\"tool\":\"" + tool + "\""))
                .get(0);
    }

    private static String digest(String line) {
        return line.replaceFirst(".*\"digest\":\"([^\"]+)\".*", "$1");
    }

    @Test
    @Order(5)
    void hasBundlesThatACommandStoppedAndStarted() throws Exception {
        String bundles = host.shell("felix:lb -s").out();
        String id =
                bundles.lines()
                        .filter(line -> line.contains("|org.vexhost.metrics "))
                        .map(line -> line.replaceFirst("\\|.*", "").strip())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(bundles));
        for (String command : List.of("felix:stop " + id, "felix:start " + id)) {
            Reply reply = host.shell(command);
            assertEquals(0, reply.status(), reply.toString());
        }
        for (String action : List.of("bundle.stopped", "bundle.started")) {
            String line =
                    awaitLines(
                                    each ->
                                            each.contains("\"action\":\"" + action + "\"")
                                                    && each.contains("org.vexhost.metrics"))
                            .get(0);
            assertTrue(line.contains("\"kind\":\"noted\""), line);
            assertTrue(
                    line.contains(
                            "\"who\":{\"kind\":\"user\",\"name\":\""
                                    + System.getProperty("user.name")),
                    line);
            assertTrue(line.contains("\"id\":\"" + id + "\""), line);
        }
        assertChained();
    }

    @Test
    @Order(6)
    void keepsAChangeFromBeingMadeThatItCannotHold() throws Exception {
        Path kept = folder.resolve("kept.log");
        Files.move(file(), kept);
        Files.createDirectory(file());
        Reply refused = host.shell("vex:grant " + TOOL + " fileSystem /data:ro");
        assertFalse(refused.status() == 0, refused.toString());
        assertTrue(refused.err().contains("audit log cannot be written"), refused.toString());
        assertTrue(refused.err().contains("nothing was changed"), refused.toString());
        assertEquals(5, host.call(TOOL, "{}").status());
        assertFalse(
                Files.exists(home.resolve("etc/grants/" + TOOL + ".json"))
                        && Files.readString(home.resolve("etc/grants/" + TOOL + ".json"))
                                .contains("/data"));
        // Calls go on.
        assertEquals(0, host.call("echo", "{}").status());
        Reply status = HostProcess.command("status", "--home", home.toString());
        assertEquals(0, status.status(), status.toString());
        assertTrue(
                status.out().contains("warning: audit: the log cannot be written"), status.out());
        // The host goes on in a new file, at once where it has to say how many calls were lost.
        Files.delete(file());
        Reply granted = host.shell("vex:grant " + TOOL + " fileSystem /data:ro");
        assertEquals(0, granted.status(), granted.toString());
        assertTrue(
                HostProcess.command("status", "--home", home.toString())
                        .out()
                        .endsWith("ready: yes"));
        List<String> lost = awaitLines(line -> line.contains("\"kind\":\"lost\""));
        assertTrue(lost.get(0).contains("\"lines\":"), lost.get(0));
        List<String> all = new ArrayList<>(Files.readAllLines(kept));
        all.addAll(lines());
        assertChained(all);
    }
}
