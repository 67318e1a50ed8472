package org.vexhost.loader.shell.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.Measurement;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The network requests that a tool sent to one granted origin, from the measurements of modules.
 */
public final class TrafficText {

    private static final String PREFIX = "egress_";
    private static final long NANOS = 1_000_000_000L;

    private final String tool;
    private final String origin;
    private final SortedMap<String, Long> results = new TreeMap<>();
    private long sentBytes;
    private long receivedBytes;
    private long nanos;

    private TrafficText(String tool, String origin) {
        this.tool = tool;
        this.origin = origin;
    }

    /** Returns one object per tool and origin; empty if no tool has sent a request. */
    public static List<TrafficText> of(List<Measurement> measured) {
        Map<List<String>, TrafficText> rows = new TreeMap<>(TrafficText::compare);
        for (Measurement each : measured) {
            String tool = each.labels().getOrDefault("tool", "");
            String origin = each.labels().getOrDefault("origin", "");
            if (each.name().startsWith(PREFIX) && !tool.isEmpty() && !origin.isEmpty()) {
                rows.computeIfAbsent(List.of(tool, origin), key -> new TrafficText(tool, origin))
                        .add(each);
            }
        }
        return new ArrayList<>(rows.values());
    }

    private static int compare(List<String> one, List<String> other) {
        int first = one.get(0).compareTo(other.get(0));
        return first != 0 ? first : one.get(1).compareTo(other.get(1));
    }

    private void add(Measurement measured) {
        long value = (long) measured.value();
        switch (measured.name()) {
            case PREFIX + "requests_total" ->
                    results.put(measured.labels().getOrDefault("result", "failed"), value);
            case PREFIX + "sent_bytes_total" -> sentBytes = value;
            case PREFIX + "received_bytes_total" -> receivedBytes = value;
            case PREFIX + "request_seconds_total" -> nanos = (long) (measured.value() * NANOS);
            default -> {}
        }
    }

    private long count() {
        return results.values().stream().mapToLong(Long::longValue).sum();
    }

    public static String render(List<TrafficText> rows) {
        TextTable table =
                new TextTable("TOOL", "ORIGIN", "REQUESTS", "RESULTS", "SENT", "RECEIVED", "MEAN");
        for (TrafficText row : rows) {
            List<String> parts = new ArrayList<>();
            row.results.forEach((result, count) -> parts.add(result + " " + count));
            table.row(
                    TerminalText.line(row.tool, 64),
                    TerminalText.line(row.origin, 200),
                    Long.toString(row.count()),
                    TerminalText.line(String.join(", ", parts), 100),
                    MessageText.bytes(row.sentBytes),
                    MessageText.bytes(row.receivedBytes),
                    row.count() == 0
                            ? "-"
                            : TerminalText.duration(Duration.ofNanos(row.nanos / row.count())));
        }
        return table.render();
    }

    public static void put(ArrayNode array, List<TrafficText> rows) {
        for (TrafficText row : rows) {
            ObjectNode node = array.addObject();
            node.put("tool", row.tool);
            node.put("origin", row.origin);
            node.put("requests", row.count());
            ObjectNode results = node.putObject("results");
            row.results.forEach((result, count) -> results.put(result, count.longValue()));
            node.put("sentBytes", row.sentBytes);
            node.put("receivedBytes", row.receivedBytes);
            node.put("totalNanos", row.nanos);
        }
    }
}
