package org.vexhost.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.Histogram;

@DisplayName("Numbers of tools")
class ToolSamplesTest {

    private final FakeTools tools = new FakeTools();

    private List<String> lines() throws Exception {
        return Scrape.lines(tools).stream().filter(line -> line.startsWith("vexhost_")).toList();
    }

    private static CallCounts counts(Histogram durations, Histogram fuels) {
        return new CallCounts(
                7,
                2,
                Map.of(ErrorReason.FUEL, 2L, ErrorReason.TRAP, 1L),
                900,
                50,
                65_536,
                durations,
                fuels);
    }

    @Test
    void countCallsByOutcome() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        tools.calls.put("echo", counts(Histogram.EMPTY, Histogram.EMPTY));
        List<String> lines = lines();
        assertTrue(
                lines.containsAll(
                        List.of(
                                "vexhost_tool_calls_total{outcome=\"success\",tool=\"echo\"} 4.0",
                                "vexhost_tool_calls_total{outcome=\"fuel\",tool=\"echo\"} 2.0",
                                "vexhost_tool_calls_total{outcome=\"trap\",tool=\"echo\"} 1.0",
                                "vexhost_tool_calls_in_flight{tool=\"echo\"} 2.0",
                                "vexhost_tool_fuel_total{by=\"guest\",tool=\"echo\"} 900.0",
                                "vexhost_tool_fuel_total{by=\"host\",tool=\"echo\"} 50.0",
                                "vexhost_tool_peak_memory_bytes{tool=\"echo\"} 65536.0")),
                lines::toString);
    }

    @Test
    void showDurationsInSecondsAndCumulatively() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        tools.calls.put(
                "echo",
                counts(
                        new Histogram(
                                List.of(10_000L, 20_000_000L), List.of(3L, 2L, 1L), 2_500_000_000L),
                        Histogram.EMPTY));
        String name = "vexhost_tool_call_duration_seconds";
        List<String> lines = lines();
        assertTrue(
                lines.containsAll(
                        List.of(
                                name + "_bucket{tool=\"echo\",le=\"1.0E-5\"} 3",
                                name + "_bucket{tool=\"echo\",le=\"0.02\"} 5",
                                name + "_bucket{tool=\"echo\",le=\"+Inf\"} 6",
                                name + "_count{tool=\"echo\"} 6",
                                name + "_sum{tool=\"echo\"} 2.5")),
                lines::toString);
    }

    @Test
    void showFuelByPowersOfTenWithAllThatIsBetween() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        tools.calls.put(
                "echo",
                counts(
                        Histogram.EMPTY,
                        new Histogram(
                                List.of(1_000L, 2_000L, 5_000L, 10_000L, 20_000L),
                                List.of(1L, 2L, 3L, 4L, 5L, 6L),
                                77)));
        String name = "vexhost_tool_call_fuel";
        List<String> lines = lines();
        assertTrue(
                lines.containsAll(
                        List.of(
                                name + "_bucket{tool=\"echo\",le=\"1000.0\"} 1",
                                name + "_bucket{tool=\"echo\",le=\"10000.0\"} 10",
                                name + "_bucket{tool=\"echo\",le=\"+Inf\"} 21",
                                name + "_sum{tool=\"echo\"} 77.0")),
                lines::toString);
        assertFalse(lines.toString().contains("le=\"2000.0\""), lines::toString);
    }

    @Test
    void showStateAndVersion() throws Exception {
        tools.add("echo", ToolState.BLOCKED, "2.1");
        tools.add("broken", ToolState.FAILED, Optional.empty());
        List<String> lines = lines();
        assertTrue(
                lines.containsAll(
                        List.of(
                                "vexhost_tool_state{state=\"blocked\",tool=\"echo\"} 1.0",
                                "vexhost_tool_state{state=\"failed\",tool=\"broken\"} 1.0",
                                "vexhost_tool_info{tool=\"echo\",version=\"2.1\"} 1")),
                lines::toString);
        assertFalse(lines.toString().contains("vexhost_tool_info{tool=\"broken\""));
    }

    @Test
    void addDenialsOfOneCapability() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        tools.denials.put(
                "echo",
                List.of(
                        FakeTools.denial("path_open", Capability.FILE_SYSTEM, 3),
                        FakeTools.denial("path_link", Capability.FILE_SYSTEM, 4),
                        FakeTools.denial("environ_get", Capability.ENVIRONMENT, 1)));
        List<String> denied =
                lines().stream().filter(line -> line.startsWith("vexhost_tool_denials")).toList();
        assertEquals(2, denied.size(), denied::toString);
        assertTrue(denied.get(0).endsWith(" 1.0") || denied.get(1).endsWith(" 1.0"));
        assertTrue(denied.get(0).endsWith(" 7.0") || denied.get(1).endsWith(" 7.0"));
    }

    @Test
    void areOfTheOwnerWhereTwoArtifactsHaveOneName() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        tools.add("echo", ToolState.FAILED, Optional.empty());
        assertEquals(
                List.of("vexhost_tool_state{state=\"active\",tool=\"echo\"} 1.0"),
                lines().stream().filter(line -> line.startsWith("vexhost_tool_state")).toList());
    }

    @Test
    void endWithTheirArtifact() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        tools.calls.put("echo", counts(Histogram.EMPTY, Histogram.EMPTY));
        assertTrue(lines().toString().contains("echo"));
        tools.tools.clear();
        assertFalse(lines().toString().contains("echo"));
    }

    @Test
    void escapeWhatATerminalObeys() throws Exception {
        tools.add("a\u001b[31m\n\"b\\", ToolState.FAILED, Optional.empty());
        String line =
                lines().stream()
                        .filter(each -> each.startsWith("vexhost_tool_state"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(line.chars().allMatch(c -> c >= ' ' && c < 0x7f), line);
        assertTrue(line.contains("\\\\u001b"), line);
    }

    @Test
    void sayWhetherTheHostIsDraining() throws Exception {
        assertTrue(lines().contains("vexhost_draining 0.0"));
        tools.isDraining = true;
        assertTrue(lines().contains("vexhost_draining 1.0"));
    }

    @Test
    void areNeverNegativeWhileCallsEnd() throws Exception {
        tools.add("echo", ToolState.ACTIVE, "1.0");
        tools.calls.put(
                "echo",
                new CallCounts(
                        0,
                        1,
                        Map.of(ErrorReason.FUEL, 1L),
                        0,
                        0,
                        0,
                        Histogram.EMPTY,
                        Histogram.EMPTY));
        assertTrue(
                lines().contains(
                                "vexhost_tool_calls_total{outcome=\"success\",tool=\"echo\"} 0.0"));
    }
}
