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
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.Measurements;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.loader.shell.command.VexCommand;
import org.vexhost.loader.shell.text.DetailsText;
import org.vexhost.loader.shell.text.StateInk;
import org.vexhost.loader.shell.text.StatsJson;
import org.vexhost.loader.shell.text.TerminalText;
import org.vexhost.loader.shell.text.TextTable;
import org.vexhost.loader.shell.text.ToolsJson;
import org.vexhost.loader.shell.text.TrafficText;

/** The commands about deployed tools: tools, describe, limits, stats. */
@Component(service = ToolCommands.class)
public final class ToolCommands {

    private final ToolAdministration administration;
    private final List<Measurements> measurements = new CopyOnWriteArrayList<>();

    /** Called by Declarative Services. */
    @Activate
    public ToolCommands(@Reference ToolAdministration administration) {
        this.administration = administration;
    }

    /** Adds a module's measurements. Called by Declarative Services. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void addMeasurements(Measurements added) {
        measurements.add(added);
    }

    /** Removes a module's measurements. Called by Declarative Services. */
    public void removeMeasurements(Measurements removed) {
        measurements.remove(removed);
    }

    List<VexCommand> commands() {
        return List.of(
                VexCommand.named("tools")
                        .summary("lists all tools: their state, for how long, and why")
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
        if (json) {
            return ToolsJson.render(administration);
        }
        List<ToolInfo> tools = administration.tools();
        if (tools.isEmpty()) {
            return "no tools; copy one into the tools folder, or use vex:deploy FILE";
        }
        Instant now = Instant.now();
        TextTable table =
                new TextTable("NAME", "STATE", "VERSION", "SINCE", "CALLS", "FAILED", "FROM")
                        .painted(StateInk::paint);
        for (ToolInfo tool : tools) {
            ToolStatus status = tool.status();
            CallCounts counts = tool.owner() ? administration.calls(tool.name()) : CallCounts.NONE;
            table.row(
                    TerminalText.line(tool.name(), 64),
                    status.state().name(),
                    status.version().orElse("-"),
                    TerminalText.ago(status.since(), now),
                    Long.toString(counts.ended()),
                    Long.toString(counts.failed()),
                    TerminalText.line(status.artifact(), 200));
            if (!status.reason().isEmpty()) {
                table.note(status.reason());
            }
        }
        return table.render();
    }

    private String describe(String name, boolean json) throws ToolException {
        ToolInfo tool = ShellErrors.require(administration, name);
        if (json) {
            return ToolsJson.describe(tool, administration);
        }
        ToolStatus status = tool.status();
        TextTable table =
                new TextTable("", "")
                        .row("name", TerminalText.line(tool.name(), 64))
                        .row("state", state(status))
                        .row(
                                "artifact",
                                "%s (%s)"
                                        .formatted(
                                                TerminalText.line(status.artifact(), 500),
                                                form(tool.form())))
                        .row("version", status.version().orElse("-"));
        tool.serving().ifPresent(served -> appendServing(table, tool, served));
        Optional<VersionInfo> newest = tool.newest();
        newest.ifPresent(
                known ->
                        DetailsText.append(
                                table, known, administration.schemaWarnings(known.definition())));
        return table.render() + newest.map(DetailsText::schemas).orElse("");
    }

    private static String form(ToolInfo.Form form) {
        return switch (form) {
            case FILE_PAIR -> "files";
            case FOLDER -> "folder";
            case TOOL_BUNDLE -> "tool bundle";
            case SINGLE_FILE -> "single file";
            case JAVA -> "Java";
        };
    }

    /**
     * Adds the serving version if an update waits or was rejected. In that case, the version that
     * answers calls is not the newest one.
     */
    private static void appendServing(TextTable table, ToolInfo tool, VersionInfo served) {
        if (tool.newest().flatMap(VersionInfo::artifactDigest).equals(served.artifactDigest())) {
            return;
        }
        table.row("serving", served.definition().version());
        served.artifactDigest().ifPresent(digest -> table.whole("its digest", digest));
    }

    private static String state(ToolStatus status) {
        String state =
                "%s for %s"
                        .formatted(
                                status.state().name(),
                                TerminalText.ago(status.since(), Instant.now()));
        return status.reason().isEmpty() ? state : state + ": " + status.reason();
    }

    private String limits(String name, boolean json) throws ToolException {
        ToolInfo tool = ShellErrors.require(administration, name);
        SandboxLimits limits =
                tool.serving()
                        .flatMap(VersionInfo::limits)
                        .orElseThrow(() -> ShellErrors.notServing(tool));
        if (json) {
            return ToolsJson.limits(limits);
        }
        return new TextTable("LIMIT", "VALUE", "UNIT", "WHEN EXCEEDED")
                .row(
                        "maxMemoryBytes",
                        MessageText.bytes(limits.maxMemoryBytes()),
                        "bytes",
                        "memory.grow returns -1")
                .row("maxFuel", number(limits.maxFuel()), "units", "TIMEOUT/FUEL")
                .row("timeout", number(limits.timeout().toMillis()), "ms", "TIMEOUT/WALL_CLOCK")
                .row(
                        "maxTableElements",
                        number(limits.maxTableElements()),
                        "elements",
                        "table.grow returns -1")
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
            return StatsJson.render(administration, traffic);
        }
        HostLoad host = administration.load();
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
        Map<String, CallCounts> calls = administration.calls();
        calls.forEach(
                (name, counts) ->
                        table.row(
                                name,
                                Long.toString(counts.ended()),
                                Long.toString(counts.inFlight()),
                                mean(counts),
                                number(counts.fuel()),
                                number(counts.hostFuel()),
                                errors(counts)));
        List<String> parts = new ArrayList<>(List.of(head));
        if (!calls.isEmpty()) {
            parts.add(table.render());
        }
        if (!traffic.isEmpty()) {
            parts.add(TrafficText.render(traffic));
        }
        return String.join("\n\n", parts);
    }

    private static String mean(CallCounts counts) {
        long good = counts.ended() - counts.failed();
        return good <= 0
                ? "-"
                : TerminalText.duration(Duration.ofNanos(counts.durations().sum() / good));
    }

    private static String errors(CallCounts counts) {
        return counts.errors().isEmpty()
                ? "none"
                : counts.errors().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Returns the tool names for completion. Names that would need quotes are left out. */
    List<String> names() {
        return List.copyOf(
                administration.tools().stream()
                        .map(ToolInfo::name)
                        .filter(name -> ToolDefinition.NAME.matcher(name).matches())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
