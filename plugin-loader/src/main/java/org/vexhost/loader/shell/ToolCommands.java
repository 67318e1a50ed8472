package org.vexhost.loader.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.admin.Measurements;
import org.vexhost.loader.execute.statistics.CallStatistics;
import org.vexhost.loader.execute.statistics.CallStatistics.HostCounts;
import org.vexhost.loader.execute.statistics.CallStatistics.ToolCounts;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;
import org.vexhost.loader.shell.command.VexCommand;

/** What tools there are: tools, describe, limits, stats. */
@Component(service = ToolCommands.class)
public final class ToolCommands {

    private final ToolRegistry registry;
    private final CallStatistics statistics;
    private final List<Measurements> measurements = new CopyOnWriteArrayList<>();

    /** Called by Declarative Services. */
    @Activate
    public ToolCommands(@Reference ToolRegistry registry, @Reference CallStatistics statistics) {
        this.registry = registry;
        this.statistics = statistics;
    }

    /** Adds what a module measures. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void addMeasurements(Measurements added) {
        measurements.add(added);
    }

    /** Removes what a module measures. Called by Declarative Services. */
    public void removeMeasurements(Measurements removed) {
        measurements.remove(removed);
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("tools")
                        .summary("lists all tools, with their state, since when, and why")
                        .json()
                        .example("vex:tools | grep BLOCKED")
                        .prints(line -> tools(line.has("json"))),
                VexCommand.named("describe")
                        .summary("shows what a tool is, what it takes and what it asks for")
                        .word("NAME", "the tool's name")
                        .json()
                        .example("vex:describe text-stats")
                        .prints(line -> describe(line.word(0), line.has("json"))),
                VexCommand.named("limits")
                        .summary("shows what one call of a tool may use")
                        .word("NAME", "the tool's name")
                        .json()
                        .example("vex:limits text-stats")
                        .prints(line -> limits(line.word(0), line.has("json"))),
                VexCommand.named("stats")
                        .summary("shows calls and errors since the start, and how full the host is")
                        .json()
                        .example("watch -n 5 vex:stats")
                        .prints(line -> stats(line.has("json"))));
    }

    private String tools(boolean json) {
        List<ToolEntry> entries = registry.all();
        if (json) {
            return ToolsJson.render(entries, statistics);
        }
        if (entries.isEmpty()) {
            return "no tools; copy one into the tools folder, or use vex:deploy FILE";
        }
        Instant now = Instant.now();
        TextTable table =
                new TextTable("NAME", "STATE", "VERSION", "SINCE", "CALLS", "FAILED", "FROM");
        for (ToolEntry entry : entries) {
            ToolCounts counts = entry.isOwner() ? statistics.tool(entry.name()) : ToolCounts.NONE;
            table.row(
                    TerminalText.line(entry.name(), 64),
                    entry.state().name(),
                    entry.version().orElse("-"),
                    TerminalText.ago(entry.since(), now),
                    Long.toString(counts.calls()),
                    Long.toString(counts.failed()),
                    TerminalText.line(entry.artifact(), 200));
            if (!entry.reason().isEmpty()) {
                table.note(entry.reason());
            }
        }
        return table.render();
    }

    private String describe(String name, boolean json) throws ToolException {
        ToolEntry entry = ShellErrors.require(registry, name);
        if (json) {
            return ToolsJson.describe(entry, statistics);
        }
        TextTable table =
                new TextTable("", "")
                        .row("name", TerminalText.line(entry.name(), 64))
                        .row("state", state(entry))
                        .row(
                                "artifact",
                                "%s (%s)"
                                        .formatted(
                                                TerminalText.line(entry.artifact(), 500),
                                                entry.kind().text()))
                        .row("version", entry.version().orElse("-"));
        entry.serving().ifPresent(served -> appendServing(table, entry, served));
        Optional<ToolDetails> details = entry.details();
        details.ifPresent(known -> DetailsText.append(table, known));
        return table.render() + details.map(DetailsText::schemas).orElse("");
    }

    /** An update waits, or was refused: what answers calls is another version. */
    private static void appendServing(TextTable table, ToolEntry entry, ServedTool served) {
        if (entry.details().flatMap(ToolDetails::digest).equals(served.digest())) {
            return;
        }
        table.row("serving", served.definition().version());
        served.digestText().ifPresent(digest -> table.whole("its digest", digest));
    }

    private static String state(ToolEntry entry) {
        String state =
                "%s for %s"
                        .formatted(
                                entry.state().name(),
                                TerminalText.ago(entry.since(), Instant.now()));
        return entry.reason().isEmpty() ? state : state + ": " + entry.reason();
    }

    private String limits(String name, boolean json) throws ToolException {
        ToolEntry entry = ShellErrors.require(registry, name);
        SandboxLimits limits =
                entry.serving().orElseThrow(() -> ShellErrors.notServing(entry)).limits();
        if (json) {
            return ToolsJson.limits(limits);
        }
        return new TextTable("LIMIT", "VALUE", "UNIT", "WHEN EXCEEDED")
                .row(
                        "maxMemoryBytes",
                        MessageText.bytes(limits.maxMemoryBytes()),
                        "bytes",
                        "memory.grow answers -1")
                .row("maxFuel", number(limits.maxFuel()), "units", "TIMEOUT/FUEL")
                .row("timeout", number(limits.timeout().toMillis()), "ms", "TIMEOUT/WALL_CLOCK")
                .row(
                        "maxTableElements",
                        number(limits.maxTableElements()),
                        "elements",
                        "table.grow answers -1")
                .row(
                        "maxInputBytes",
                        MessageText.bytes(limits.maxInputBytes()),
                        "bytes",
                        "INVALID_ARGUMENTS")
                .row(
                        "maxOutputBytes",
                        MessageText.bytes(limits.maxOutputBytes()),
                        "bytes",
                        "OUTPUT_TOO_LARGE")
                .row("maxCallDepth", number(limits.maxCallDepth()), "units", "CALL_DEPTH")
                .render();
    }

    private String stats(boolean json) {
        List<TrafficText> traffic =
                TrafficText.of(
                        measurements.stream().flatMap(each -> each.current().stream()).toList());
        if (json) {
            return StatsJson.render(statistics, traffic);
        }
        HostCounts host = statistics.host();
        String head =
                new TextTable("", "")
                        .row("running", Integer.toString(host.running()))
                        .row("waiting", Integer.toString(host.queued()))
                        .row("suspended", Integer.toString(host.suspended()))
                        .row("reserved", MessageText.bytes(host.reservedBytes()) + " bytes")
                        .row("budget", MessageText.bytes(host.budgetBytes()) + " bytes")
                        .row("unknown names", Long.toString(host.notFound()))
                        .render();
        TextTable table =
                new TextTable("NAME", "CALLS", "RUNNING", "MEAN", "FUEL", "HOST FUEL", "ERRORS");
        statistics
                .tools()
                .forEach(
                        (name, counts) ->
                                table.row(
                                        name,
                                        Long.toString(counts.calls()),
                                        Long.toString(counts.inFlight()),
                                        mean(counts),
                                        number(counts.totalFuel()),
                                        number(counts.totalHostFuel()),
                                        errors(counts)));
        List<String> parts = new ArrayList<>(List.of(head));
        if (!statistics.tools().isEmpty()) {
            parts.add(table.render());
        }
        if (!traffic.isEmpty()) {
            parts.add(TrafficText.render(traffic));
        }
        return String.join("\n\n", parts);
    }

    private static String mean(ToolCounts counts) {
        long good = counts.calls() - counts.failed();
        return good <= 0
                ? "-"
                : TerminalText.duration(Duration.ofNanos(counts.totalNanos() / good));
    }

    private static String errors(ToolCounts counts) {
        return counts.errors().isEmpty()
                ? "none"
                : counts.errors().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** For completion: those that can be typed as they are. */
    List<String> names() {
        return List.copyOf(
                registry.all().stream()
                        .map(ToolEntry::name)
                        .filter(name -> ToolDefinition.NAME.matcher(name).matches())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
