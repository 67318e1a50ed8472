package org.vexhost.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/metrics.md")
class MetricsPageTest {

    private static final Path MONITORING =
            Path.of("..", "distribution", "src", "main", "dist", "monitoring");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([a-z]+) \\| (.*?) \\| (.*) \\|$");
    private static final Pattern NAME =
            Pattern.compile("\\b(?:vexhost|process|jvm)_[a-z_]*[a-z]\\b");
    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
    private static final Pattern ALERT_ROW = Pattern.compile("(?m)^\\| `(Vexhost\\w+)` \\|");

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "metrics.md"));
    }

    private static Map<String, String> rows() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        ROW.matcher(page())
                .results()
                .forEach(
                        row ->
                                rows.put(
                                        row.group(1),
                                        row.group(2) + "|" + row.group(3) + "|" + row.group(4)));
        return rows;
    }

    @Test
    void listsEachFamilyAsItIs() throws IOException {
        Map<String, String> rows = rows();
        for (Family family : Family.values()) {
            String labels =
                    String.join(
                            ", ", family.labels().stream().map(name -> "`" + name + "`").toList());
            assertEquals(
                    family.type().name().toLowerCase(Locale.ROOT)
                            + "|"
                            + labels
                            + "|"
                            + family.help(),
                    rows.get(family.text()),
                    family.text());
        }
    }

    @Test
    void isOrderedByNameWithoutARowTwice() throws IOException {
        List<String> names =
                ROW.matcher(page()).results().map((MatchResult row) -> row.group(1)).toList();
        assertEquals(names.stream().sorted().toList(), names);
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void hasEveryNameThatDashboardAndRulesUse() throws IOException {
        Set<String> known = new TreeSet<>();
        rows().forEach(
                        (name, row) -> {
                            known.add(name);
                            if (row.startsWith("histogram")) {
                                known.add(name + "_bucket");
                            }
                            if (row.startsWith("histogram") || row.startsWith("summary")) {
                                known.add(name + "_count");
                                known.add(name + "_sum");
                            }
                        });
        for (String file : List.of("vexhost-alerts.yml", "vexhost-dashboard.json")) {
            Set<String> used = new TreeSet<>();
            NAME.matcher(Files.readString(MONITORING.resolve(file)))
                    .results()
                    .forEach(found -> used.add(found.group()));
            assertTrue(used.size() >= 9, () -> file + " uses " + used);
            used.removeAll(known);
            assertEquals(Set.of(), used, file);
        }
    }

    @Test
    void explainsEveryAlert() throws IOException {
        List<String> alerts =
                ALERT.matcher(Files.readString(MONITORING.resolve("vexhost-alerts.yml")))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList();
        List<String> explained =
                ALERT_ROW
                        .matcher(page())
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList();
        assertTrue(alerts.size() >= 10, alerts::toString);
        assertEquals(alerts, explained);
    }
}
