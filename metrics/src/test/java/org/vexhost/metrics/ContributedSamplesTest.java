package org.vexhost.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;
import org.vexhost.api.admin.Measurements;

@DisplayName("Numbers that modules contribute")
class ContributedSamplesTest {

    private final FakeTools tools = new FakeTools();

    private List<String> contributed(Measurements... modules) throws Exception {
        return Scrape.lines(tools, modules).stream()
                .filter(line -> line.startsWith("vexhost_"))
                .filter(line -> !line.startsWith("vexhost_draining"))
                .filter(line -> !line.startsWith("vexhost_tool"))
                .toList();
    }

    private static Measurement gauge(String name, double value) {
        return new Measurement(name, "Help.", Kind.GAUGE, Map.of(), value);
    }

    private static Measurement counter(String name, Map<String, String> labels, double value) {
        return new Measurement(name, "Help.", Kind.COUNTER, labels, value);
    }

    @Test
    void areShownUnderTheHostsPrefix() throws Exception {
        List<String> lines =
                contributed(
                        () -> List.of(gauge("queue_bytes", 5)),
                        () -> List.of(counter("mails_total", Map.of("to", "x"), 7)));
        assertEquals(
                List.of("vexhost_mails_total{to=\"x\"} 7.0", "vexhost_queue_bytes 5.0"), lines);
    }

    @Test
    void ofSeveralModulesShareAFamily() throws Exception {
        List<String> lines =
                contributed(
                        () -> List.of(counter("mails_total", Map.of("to", "x"), 1)),
                        () -> List.of(counter("mails_total", Map.of("to", "y"), 2)));
        assertEquals(2, lines.size(), lines::toString);
        assertEquals(
                1,
                Scrape.lines(tools, () -> List.of(counter("mails_total", Map.of("to", "x"), 1)))
                        .stream()
                        .filter(line -> line.startsWith("# TYPE vexhost_mails"))
                        .count());
    }

    @ParameterizedTest
    @CsvSource({
        "COUNTER, mails, ''",
        "GAUGE, mails_total, ''",
        "GAUGE, mails_info, ''",
        "GAUGE, mails_bucket, ''",
        "GAUGE, mails_created, ''",
        "GAUGE, mails_count, ''",
        "COUNTER, tool_calls_total, ''",
        "GAUGE, tool_calls, ''",
        "GAUGE, tool, ''",
        "GAUGE, mails, le",
        "GAUGE, mails, quantile",
        "GAUGE, mails, __name__",
        "GAUGE, mails, a-b",
        "GAUGE, mails, 1a",
    })
    void thatDoNotFitTheFormatAreLeftOutAlone(Kind kind, String name, String label)
            throws Exception {
        Map<String, String> labels = label.isEmpty() ? Map.of() : Map.of(label, "x");
        List<String> lines =
                contributed(
                        () ->
                                List.of(
                                        new Measurement(name, "Help.", kind, labels, 1),
                                        gauge("good", 1)));
        assertEquals(List.of("vexhost_good 1.0"), lines);
    }

    @Test
    void thatComeTwiceOrContradictEachOtherAreThereOnce() throws Exception {
        List<String> lines =
                contributed(
                        () ->
                                List.of(
                                        counter("a_total", Map.of("x", "1"), 1),
                                        counter("a_total", Map.of("x", "1"), 2),
                                        counter("a_total", Map.of("y", "1"), 3),
                                        counter("b_total", Map.of(), -1)));
        assertEquals(List.of("vexhost_a_total{x=\"1\"} 1.0"), lines);
    }

    @Test
    void ofAModuleThatFailsAreNotThereAndOthersAre() throws Exception {
        List<String> lines =
                contributed(
                        () -> {
                            throw new IllegalStateException("broken");
                        },
                        () -> List.of(gauge("good", 1)));
        assertEquals(List.of("vexhost_good 1.0"), lines);
    }

    @Test
    void areBounded() throws Exception {
        List<Measurement> many = new ArrayList<>();
        for (int i = 0; i <= ContributedSamples.MAX_SERIES; i++) {
            many.add(counter("many_total", Map.of("i", Integer.toString(i)), 1));
        }
        assertEquals(ContributedSamples.MAX_SERIES, contributed(() -> many).size());
        many.remove(0);
        assertEquals(ContributedSamples.MAX_SERIES, contributed(() -> many).size());
    }

    @Test
    void ofAToolEndWithIt() throws Exception {
        Measurements egress =
                () ->
                        List.of(
                                counter("sent_total", Map.of("tool", "echo"), 1),
                                counter("sent_total", Map.of("tool", "gone"), 2),
                                counter("sent_total", Map.of("tool", "other"), 3));
        tools.add("echo", ToolState.ACTIVE, "1.0");
        List<String> lines = contributed(egress);
        assertEquals(
                List.of(
                        "vexhost_sent_total{tool=\"echo\"} 1.0",
                        "vexhost_sent_total{tool=\"other\"} 3.0"),
                lines);
    }

    @Test
    void haveNothingInTheirTextThatEndsALine() throws Exception {
        Measurements module =
                () ->
                        List.of(
                                new Measurement(
                                        "a",
                                        "One.\nvexhost_fake 1",
                                        Kind.GAUGE,
                                        Map.of("x", "1\"} 5\nvexhost_fake 2"),
                                        1));
        List<String> lines = Scrape.lines(tools, module);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("vexhost_fake")));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("vexhost_a{")));
    }
}
