package org.vexhost.loader.shell.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.admin.Measurement;
import org.vexhost.api.admin.Measurement.Kind;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

@DisplayName("Requests of tools, in vex:stats")
class TrafficTextTest {

    private static Measurement of(String name, double value, String... labels) {
        return new Measurement(
                name,
                "",
                Kind.COUNTER,
                labels.length == 2
                        ? Map.of("tool", labels[0], "origin", labels[1])
                        : Map.of("tool", labels[0], "origin", labels[1], "result", labels[2]),
                value);
    }

    private static final List<Measurement> MEASURED =
            List.of(
                    new Measurement("calls_running", "", Kind.GAUGE, Map.of(), 1),
                    of("egress_requests_total", 3, "b", "https://x.example", "2xx"),
                    of("egress_requests_total", 1, "b", "https://x.example", "failed"),
                    of("egress_sent_bytes_total", 10, "b", "https://x.example"),
                    of("egress_received_bytes_total", 2048, "b", "https://x.example"),
                    of("egress_request_seconds_total", 2, "b", "https://x.example"),
                    of("egress_requests_total", 1, "a", "https://\u001b[2J", "5xx"));

    @Test
    void areATableOfToolsAndOrigins() {
        String table = TrafficText.render(TrafficText.of(MEASURED)).replaceAll("\\s+", " ");
        assertTrue(table.startsWith("TOOL ORIGIN REQUESTS RESULTS SENT RECEIVED MEAN "), table);
        assertTrue(table.contains(" a https://\\u001b[2J 1 5xx 1 0 0 "), table);
        assertTrue(table.contains(" b https://x.example 4 2xx 3, 10 2048 "), table);
        assertTrue(table.contains(" 500 ms "), table);
        assertTrue(table.contains(" failed "), table);
    }

    @Test
    void areAnArrayForScripts() {
        ArrayNode array = JsonMapper.shared().createArrayNode();
        TrafficText.put(array, TrafficText.of(MEASURED));
        assertEquals(2, array.size());
        assertEquals(
                "{\"tool\":\"b\",\"origin\":\"https://x.example\",\"requests\":4,"
                        + "\"results\":{\"2xx\":3,\"failed\":1},\"sentBytes\":10,"
                        + "\"receivedBytes\":2048,\"totalNanos\":2000000000}",
                array.get(1).toString());
    }

    @Test
    void areNotThereWithoutAny() {
        assertEquals(List.of(), TrafficText.of(MEASURED.subList(0, 1)));
    }
}
