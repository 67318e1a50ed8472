package org.vexhost.loader.shell.text;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.Histogram;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats what a tool's calls consumed, totals and distributions, as text or as JSON. */
public final class ConsumptionText {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final int BAR_LENGTH = 40;

    private ConsumptionText() {}

    public static String render(ToolInfo tool, CallCounts counts) {
        TextTable table =
                new TextTable("", "")
                        .row("tool", TerminalText.line(tool.name(), 64))
                        .row("calls", number(counts.ended()))
                        .row("failed", number(counts.failed()))
                        .row("fuel of guests", number(counts.fuel()))
                        .row("fuel of the host", number(counts.hostFuel()))
                        .row(
                                "largest memory",
                                MessageText.bytes(counts.peakMemoryBytes()) + " bytes");
        long good = counts.fuels().count();
        if (good > 0) {
            table.row("mean fuel", number(counts.fuels().sum() / good));
            table.row("mean time", duration(counts.durations().sum() / good));
        }
        tool.serving()
                .flatMap(VersionInfo::limits)
                .map(SandboxLimits::maxFuel)
                .ifPresent(max -> table.row("maxFuel", number(max)));
        return good == 0
                ? table.render()
                : table.render()
                        + "\n\n"
                        + bars("FUEL", counts.fuels(), ConsumptionText::number)
                        + "\n\n"
                        + bars("TIME", counts.durations(), ConsumptionText::duration);
    }

    /** Returns one row for each bucket, from the first non-empty bucket to the last. */
    private static String bars(String what, Histogram values, LongFunction<String> text) {
        List<Long> counts = values.counts();
        int first = 0;
        int last = counts.size() - 1;
        while (first < last && counts.get(first) == 0) {
            first++;
        }
        while (last > first && counts.get(last) == 0) {
            last--;
        }
        long most = counts.stream().mapToLong(Long::longValue).max().orElse(1);
        TextTable table = new TextTable(what + " UP TO", "CALLS", "");
        for (int i = first; i <= last; i++) {
            boolean isBounded = i < values.bounds().size();
            long count = counts.get(i);
            int length = (int) Math.ceil((double) BAR_LENGTH * count / Math.max(1, most));
            table.row(
                    isBounded ? text.apply(values.bounds().get(i)) : "more",
                    number(count),
                    "#".repeat(length));
        }
        return table.render();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String duration(long nanos) {
        return TerminalText.duration(Duration.ofNanos(nanos));
    }

    public static String json(ToolInfo tool, CallCounts counts) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("tool", tool.name());
        root.put("calls", counts.ended());
        root.put("failed", counts.failed());
        root.put("fuel", counts.fuel());
        root.put("hostFuel", counts.hostFuel());
        root.put("peakMemoryBytes", counts.peakMemoryBytes());
        tool.serving()
                .flatMap(VersionInfo::limits)
                .ifPresent(limits -> root.put("maxFuel", limits.maxFuel()));
        put(root.putObject("fuels"), counts.fuels());
        put(root.putObject("durationsNanos"), counts.durations());
        return TerminalText.json(MAPPER.writeValueAsString(root));
    }

    private static void put(ObjectNode node, Histogram values) {
        ArrayNode bounds = node.putArray("bounds");
        values.bounds().forEach(bounds::add);
        ArrayNode counts = node.putArray("counts");
        values.counts().forEach(counts::add);
        node.put("sum", values.sum());
    }
}
