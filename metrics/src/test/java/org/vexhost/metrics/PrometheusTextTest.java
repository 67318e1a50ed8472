package org.vexhost.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexhost.api.ToolState;

@DisplayName("The text formats")
class PrometheusTextTest {

    private final FakeTools tools = new FakeTools();

    @ParameterizedTest
    @ValueSource(strings = {"", "*/*", "text/plain", "application/json", "\u0000,;;q=x"})
    void arePlainUnlessAskedOtherwise(String accept) throws Exception {
        List<String> lines = Scrape.text(accept, tools).lines().toList();
        assertEquals("text/plain; version=0.0.4; charset=utf-8", lines.get(0));
        assertTrue(lines.contains("# TYPE vexhost_draining gauge"));
        assertTrue(lines.contains("# TYPE process_cpu_seconds_total counter"));
    }

    @Test
    void areOpenMetricsWhereThatIsAskedFor() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        List<String> lines =
                Scrape.text("application/openmetrics-text;version=1.0.0,text/plain;q=0.5", tools)
                        .lines()
                        .toList();
        assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", lines.get(0));
        assertEquals("# EOF", lines.get(lines.size() - 1));
        assertTrue(lines.contains("# TYPE vexhost_tool info"), lines::toString);
    }

    @Test
    void nameEachFamilyOnceWithHelpAndType() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        Set<String> types = new TreeSet<>();
        for (String line : Scrape.lines(tools)) {
            if (line.startsWith("# TYPE ")) {
                assertTrue(types.add(line.split(" ", -1)[2]), line);
            }
        }
        for (Family family : Family.values()) {
            boolean isOfCalls = family.text().matches("vexhost_tool_(call_|peak|denials).*");
            if (!isOfCalls && !family.text().startsWith("process_")) {
                assertTrue(types.contains(family.text()), family.text());
            }
        }
    }
}
