package org.vexhost.console.page;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.HealthFinding;
import org.vexhost.api.admin.HostLoad;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.console.host.LoadHistory;
import org.vexhost.console.html.ChartWriter;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.Words;

/** The page with an overview of the host's state. */
public final class OverviewPage implements Page {

    private static final int MAX_CALLS = 10;
    private static final int MAX_EVENTS = 10;

    @Override
    public String title(PageContext context) {
        return "Overview";
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        PageFrame.beginLive(out, context, "");
        Optional<ToolAdministration> administration = context.host().tools();
        List<ToolInfo> listed = administration.map(ToolAdministration::tools).orElse(List.of());
        health(out, context.host().findings(), stuck(listed));
        PageFrame.require(out, administration, "Tools")
                .ifPresent(
                        tools -> {
                            tools(out, listed);
                            load(out, tools.load());
                            charts(out, tools, context.history());
                            out.open("section").element("h2", "Calls");
                            ToolCallsSection.recent(out, tools.recentCalls(MAX_CALLS), true);
                            out.close("section").open("section").element("h2", "Deployments");
                            DeploymentsPage.events(out, tools.events(), MAX_EVENTS);
                            out.close("section");
                        });
        out.close("div");
    }

    private static void health(HtmlWriter out, List<HealthFinding> findings, long stuck) {
        out.open("section").element("h2", "Health");
        if (findings.isEmpty()) {
            out.styled(
                    "p",
                    "notice",
                    stuck == 0
                            ? "The host is ready, and nothing needs a look."
                            : "The host is ready. Tools that need a look: %s."
                                    .formatted(Words.number(stuck)));
        }
        findings.forEach(each -> PageFrame.notice(out, each.isNotReady(), each.line()));
        out.close("section");
    }

    /** Returns the number of tools that wait for the operator or the author. */
    private static long stuck(List<ToolInfo> tools) {
        return tools.stream()
                .map(tool -> tool.status().state())
                .filter(state -> state == ToolState.FAILED || state == ToolState.BLOCKED)
                .count();
    }

    private static void tools(HtmlWriter out, List<ToolInfo> tools) {
        Map<ToolState, Long> states =
                tools.stream()
                        .collect(
                                Collectors.groupingBy(
                                        tool -> tool.status().state(),
                                        () -> new EnumMap<>(ToolState.class),
                                        Collectors.counting()));
        out.open("section").element("h2", "Tools").open("p").set("class", "states");
        states.forEach(
                (state, count) -> {
                    ToolsPage.badge(out, state);
                    out.text(" " + Words.number(count) + " ");
                });
        out.link("/console/tools", tools.isEmpty() ? "No tool yet" : "All tools");
        out.close("p").close("section");
    }

    private static void load(HtmlWriter out, HostLoad load) {
        out.open("section").element("h2", "Load").open("dl");
        ToolPage.fact(out, "Running", Words.number(load.running()));
        ToolPage.fact(out, "Queued", Words.number(load.queued()));
        ToolPage.fact(out, "Waiting outside", Words.number(load.suspended()));
        ToolPage.fact(out, "Calls of unknown names", Words.number(load.notFound()));
        ToolPage.fact(out, "Draining", load.draining() ? "yes" : "no");
        out.close("dl").close("section");
    }

    private static void charts(HtmlWriter out, ToolAdministration tools, LoadHistory history) {
        HostLoad load = tools.load();
        out.open("section").element("h2", "Last ten minutes");
        out.open("div").set("class", "charts");
        line(out, "Calls a second", history.callsPerSecond(), Words::decimal);
        line(out, "Errors a second", history.errorsPerSecond(), Words::decimal);
        line(out, "Fuel a second", history.fuelPerSecond(), Words::decimal);
        line(out, "Running calls", history.running(), Words::decimal);
        line(out, "Memory of calls", history.reservedBytes(), bytes -> Words.bytes((long) bytes));
        ChartWriter.gauge(
                out,
                "Memory budget",
                "%s of %s"
                        .formatted(
                                Words.bytes(load.reservedBytes()), Words.bytes(load.budgetBytes())),
                load.budgetBytes() == 0 ? 0 : (double) load.reservedBytes() / load.budgetBytes());
        out.close("div").close("section");
    }

    private static void line(
            HtmlWriter out, String title, List<Double> values, DoubleFunction<String> words) {
        String summary =
                values.isEmpty()
                        ? "not measured yet"
                        : "now %s, at most %s"
                                .formatted(
                                        words.apply(values.get(values.size() - 1)),
                                        words.apply(
                                                values.stream()
                                                        .mapToDouble(Double::doubleValue)
                                                        .max()
                                                        .orElse(0)));
        ChartWriter.line(out, title, summary, values);
    }
}
