package org.vexhost.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexhost.api.Caller;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.Json;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolResult;

@DisplayName("docs/audit.md")
class AuditPageTest {

    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (`[^|]+`) \\|");
    private static final Pattern WORD = Pattern.compile("`([a-zA-Z.]+)`");
    private static final Pattern MEMBER = Pattern.compile("[{,]\"([a-zA-Z]+)\":");

    private record Called(ToolCall call) implements InterceptedCall {
        @Override
        public String tool() {
            return "echo";
        }

        @Override
        public Optional<String> version() {
            return Optional.of("1");
        }

        @Override
        public Optional<String> artifactDigest() {
            return Optional.of("sha256:ab");
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "audit.md"));
    }

    @Test
    void showsALineOfEachKindWithMembersThatItExplains() throws IOException {
        String page = page();
        Set<String> kinds = new TreeSet<>();
        List<String> shown = page.lines().filter(line -> line.startsWith("{\"seq\"")).toList();
        for (String line : shown) {
            Json ignored = Json.parse(line);
            assertTrue(ignored.sizeBytes() > 0);
            String kind = line.replaceFirst(".*?\"kind\":\"([a-z]+)\".*", "$1");
            kinds.add(kind);
            for (MatchResult member : MEMBER.matcher(flat(line)).results().toList()) {
                assertTrue(
                        page.contains("`" + member.group(1) + "`"), () -> member.group(1) + kind);
            }
        }
        assertTrue(kinds.containsAll(Set.of("begun", "done", "failed", "noted")), kinds::toString);
        assertTrue(kinds.containsAll(Set.of("call", "lost")), kinds::toString);
    }

    @Test
    void hasEachActionThatTheHostWrites() throws IOException {
        Set<String> written = new TreeSet<>();
        Pattern action = Pattern.compile("\"((tool|caller|artifact|bundle|ssh)\\.[a-z]+)\"");
        for (String source :
                List.of(
                        "audit/src/main/java/org/vexhost/audit/ArtifactNotes.java",
                        "gateway/src/main/java/org/vexhost/gateway/caller/book/AuditedCallers.java",
                        "plugin-loader/src/main/java/org/vexhost/loader/admin/AuditedOperations.java",
                        "ssh/src/main/java/org/vexhost/ssh/SignInAudit.java",
                        "distribution/src/main/java/org/vexhost/distribution/admin/folder/BundleNotes.java")) {
            action.matcher(Files.readString(Path.of("..").resolve(source)))
                    .results()
                    .forEach(found -> written.add(found.group(1)));
        }
        assertTrue(written.size() >= 20, written::toString);
        Set<String> listed = new TreeSet<>();
        Pattern.compile("`((tool|caller|artifact|bundle|ssh)\\.[a-z]+)`")
                .matcher(page())
                .results()
                .forEach(found -> listed.add(found.group(1)));
        assertEquals(written, listed);
    }

    private static String flat(String line) {
        return line.replaceAll("(?<=\"(who|facts)\":)\\{[^}]*}", "0");
    }

    @Test
    void hasEachSettingWithDefaultAndRange() throws IOException {
        String page = page();
        for (String row :
                List.of(
                        "| `calls` | `false` |",
                        "| `maxFileBytes` | %d (16 MiB) | %d to %d |"
                                .formatted(
                                        AuditSettings.DEFAULT.maxFileBytes(), 64L << 10, 1L << 30),
                        "| `maxBytes` | %d (256 MiB) | %d to %d,"
                                .formatted(
                                        AuditSettings.DEFAULT.maxBytes(), 128L << 10, 1L << 40))) {
            assertTrue(page.contains(row), row);
        }
    }

    @Test
    void hasEachMemberThatALineHas(@TempDir Path folder) throws Exception {
        AuditLog log =
                new AuditLog(
                        new AuditFile(folder, 1 << 20, 1 << 24),
                        InstantSource.fixed(Instant.EPOCH));
        Caller who = Caller.user("root");
        log.begin(who, "tool.grant", Map.of()).done(Map.of());
        log.note(who, "file.changed", Map.of());
        CallAudit calls =
                new CallAudit(log, AuditKey.of(folder.resolve("key")), new AtomicLong(), 1);
        InterceptedCall call = new Called(ToolCall.of(Json.EMPTY_OBJECT, who));
        for (int i = 0; i < 2; i++) {
            ToolResult ignored =
                    calls.intercept(
                            call, () -> ToolResult.builder(Json.EMPTY_OBJECT, "echo", "1").build());
            assertEquals("echo", ignored.tool());
        }
        calls.writeRest();
        Path file = folder.resolve(AuditFile.NAME);
        Path away = Files.move(file, folder.resolve("away"));
        Files.createDirectory(file);
        log.note(who, "file.changed", Map.of());
        Files.delete(file);
        Path ignored = Files.move(away, file);
        log.close();
        Set<String> written = new TreeSet<>();
        List<String> lines = Files.readAllLines(folder.resolve(AuditFile.NAME));
        assertEquals(6, lines.size());
        for (String line : lines) {
            MEMBER.matcher(flat(line)).results().forEach(found -> written.add(found.group(1)));
        }
        String page = page();
        Set<String> listed = new TreeSet<>();
        FIRST_CELL
                .matcher(page)
                .results()
                .forEach(
                        cell ->
                                WORD.matcher(cell.group(1))
                                        .results()
                                        .forEach(word -> listed.add(word.group(1))));
        listed.removeIf(word -> word.contains("."));
        listed.removeAll(List.of("calls", "maxFileBytes", "maxBytes"));
        // In a line of its own kind, which the page explains in words.
        assertTrue(written.remove("lines"), written::toString);
        assertTrue(page.contains("`lines` is the number of lost"));
        assertEquals(listed, written);
    }
}
