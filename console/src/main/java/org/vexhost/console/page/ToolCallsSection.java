package org.vexhost.console.page;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.api.admin.Histogram;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.console.html.ChartWriter;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;

/** The section of a tool's page with its calls. */
final class ToolCallsSection {

    private static final int MAX_CALLS = 20;

    private ToolCallsSection() {}

    static void write(HtmlWriter out, ToolAdministration tools, String name) {
        CallCounts calls = tools.calls(name);
        out.open("section").set("id", "calls").element("h2", "Calls").open("dl");
        ToolPage.fact(out, "Ended", Words.number(calls.ended()));
        ToolPage.fact(out, "In flight", Words.number(calls.inFlight()));
        ToolPage.fact(out, "Failed", Words.number(calls.failed()));
        calls.errors().entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
                .forEach(
                        each ->
                                ToolPage.fact(
                                        out, each.getKey().name(), Words.number(each.getValue())));
        ToolPage.fact(out, "Largest memory of one", Words.bytes(calls.peakMemoryBytes()));
        out.close("dl").open("div").set("class", "charts");
        histogram(out, "Time", calls.durations(), Words::nanos);
        histogram(out, "Fuel", calls.fuels(), Words::number);
        out.close("div");
        recent(out, tools.recentCalls(name, MAX_CALLS), false);
        out.close("section");
    }

    private static void histogram(
            HtmlWriter out, String title, Histogram histogram, LongFunction<String> words) {
        int first = 0;
        int last = histogram.counts().size();
        while (first < last && histogram.counts().get(first) == 0) {
            first++;
        }
        while (last > first && histogram.counts().get(last - 1) == 0) {
            last--;
        }
        String summary =
                histogram.count() == 0
                        ? "no call that succeeded"
                        : "half of the calls at most %s, 99 %% at most %s"
                                .formatted(
                                        bound(Words.percentile(histogram, 50), words),
                                        bound(Words.percentile(histogram, 99), words));
        ChartWriter.bars(out, title, summary, histogram.counts().subList(first, last));
    }

    private static String bound(OptionalLong bound, LongFunction<String> words) {
        return bound.isPresent() ? words.apply(bound.getAsLong()) : "more than all bounds";
    }

    /** Writes the latest calls, newest first. */
    static void recent(HtmlWriter out, List<CallRecord> calls, boolean isOfAllTools) {
        if (calls.isEmpty()) {
            out.element("p", "No call has ended yet.");
            return;
        }
        TableWriter table =
                isOfAllTools
                        ? new TableWriter(
                                out,
                                "Latest calls",
                                "Ended (UTC)",
                                "Tool",
                                "Caller",
                                "Outcome",
                                "Time",
                                "Fuel",
                                "Memory",
                                "In",
                                "Out")
                        : new TableWriter(
                                out,
                                "Latest calls",
                                "Ended (UTC)",
                                "Version",
                                "Caller",
                                "Outcome",
                                "Time",
                                "Fuel",
                                "Memory",
                                "In",
                                "Out");
        for (CallRecord each : calls) {
            table.row().cell(Words.time(each.ended()));
            if (isOfAllTools) {
                Words.tool(table.cell(), each.tool());
            } else {
                table.cell(each.version().orElse("–"));
            }
            table.cell(Words.caller(each.caller()))
                    .cell(each.error().map(Enum::name).orElse("success"))
                    .number(Words.duration(each.duration()))
                    .number(Words.number(each.usage().totalFuelConsumed()))
                    .number(Words.bytes(each.usage().peakMemoryBytes()))
                    .number(Words.bytes(each.argumentBytes()))
                    .number(Words.bytes(each.resultBytes()));
        }
        table.end();
    }
}
