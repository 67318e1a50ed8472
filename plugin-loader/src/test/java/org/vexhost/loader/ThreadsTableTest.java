package org.vexhost.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("ARCHITECTURE.md")
class ThreadsTableTest {

    private static final Pattern IN_SOURCE = Pattern.compile("\"(vexhost(-[a-z]+)+)-?\"");
    private static final Pattern IN_TABLE = Pattern.compile("`(vexhost(-[a-z]+)+)`");

    private static Stream<String> found(Pattern pattern, String text) {
        List<MatchResult> results = pattern.matcher(text).results().toList();
        return results.stream().map(each -> each.group(1));
    }

    @Test
    void listsTheThreadsOfThisModule() throws IOException {
        Set<String> inSource = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                found(IN_SOURCE, Files.readString(file)).forEach(inSource::add);
            }
        }
        assertTrue(inSource.contains("vexhost-deploy"), inSource::toString);
        String text = Files.readString(Path.of("..", "ARCHITECTURE.md"));
        String table = text.substring(text.indexOf("\n## Threads"));
        Set<String> inTable = new TreeSet<>();
        table.substring(0, table.indexOf("\n## ", 1))
                .lines()
                .filter(row -> row.contains(" plugin-loader "))
                .forEach(row -> found(IN_TABLE, row).forEach(inTable::add));
        assertEquals(inSource, inTable);
    }
}
