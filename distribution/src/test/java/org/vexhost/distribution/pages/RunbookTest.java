package org.vexhost.distribution.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A message that nobody can find by its text would help nobody. */
@DisplayName("The messages in docs/runbook.md")
class RunbookTest {

    private static final Pattern FIRST_CELL = Pattern.compile("\\| `([^`]+)` \\|.*");
    private static final int MIN_LETTERS = 4;

    private static String sources = "";

    @BeforeAll
    static void read() throws IOException {
        StringBuilder all = new StringBuilder();
        Path root = PagesTest.root();
        try (var files = Files.walk(root)) {
            for (Path file : files.filter(RunbookTest::isSource).toList()) {
                all.append(Files.readString(file)).append('\n');
            }
        }
        all.append(Files.readString(root.resolve("distribution/src/main/dist/bin/vexhost")));
        // A text that is split over several lines of code is one text.
        sources = all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
        assertTrue(sources.length() > 1_000_000, () -> "read " + sources.length());
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java") && file.toString().contains("/src/main/java/");
    }

    @Test
    void areTextsOfTheHost() throws IOException {
        Page page = Page.read(PagesTest.root(), "docs/runbook.md");
        List<String> messages = new ArrayList<>();
        for (Block block : page.blocks()) {
            if (block.mark().isEmpty()) {
                messages.addAll(block.text().lines().toList());
            }
        }
        assertTrue(messages.size() > 30, messages::toString);
        assertEquals(List.of(), unknown(messages));
    }

    @Test
    void ofTheLogAreTextsOfTheHost() throws IOException {
        String page = Files.readString(PagesTest.root().resolve("docs/runbook.md"));
        List<String> messages =
                page.substring(page.indexOf("\n## The log is full of one line\n"))
                        .lines()
                        .flatMap(line -> FIRST_CELL.matcher(line).results())
                        .map((MatchResult row) -> row.group(1))
                        .toList();
        assertTrue(messages.size() > 5, messages::toString);
        assertEquals(List.of(), unknown(messages));
    }

    /** The messages of which a part between two ellipses is nowhere in the sources. */
    private static List<String> unknown(List<String> messages) {
        List<String> unknown = new ArrayList<>();
        for (String message : messages) {
            for (String part : message.split("…", -1)) {
                String text = part.strip();
                if (text.length() >= MIN_LETTERS && !sources.contains(text)) {
                    unknown.add("%s [%s]".formatted(message, text));
                }
            }
        }
        return unknown;
    }
}
