package org.vexhost.console.page;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.ToolStatus;
import org.vexhost.api.admin.AdminEvent;
import org.vexhost.api.admin.EventLog;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;

/**
 * The page of the latest events: changes of tools, and of the trust in them. It refreshes itself.
 */
public final class DeploymentsPage implements Page {

    private static final int MAX_EVENTS = 100;

    @Override
    public String title(PageContext context) {
        return "Deployments";
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        PageFrame.require(out, context.host().tools(), "Tools")
                .ifPresent(
                        tools -> {
                            PageFrame.beginLive(out, context, "");
                            events(out, tools.events(), MAX_EVENTS);
                            out.close("div");
                        });
    }

    /** Writes the latest events, newest first. */
    static void events(HtmlWriter out, EventLog log, int max) {
        List<AdminEvent> events = log.after(Math.max(0, log.lastSequence() - max), max);
        if (events.isEmpty()) {
            out.element("p", "Nothing has happened yet.");
            return;
        }
        TableWriter table =
                new TableWriter(
                        out,
                        "Latest events",
                        "Time (UTC)",
                        "Tool",
                        "What",
                        "From",
                        "To",
                        "Who",
                        "Why");
        for (int i = events.size() - 1; i >= 0; i--) {
            AdminEvent event = events.get(i);
            Words.tool(table.row().cell(Words.time(event.time())).cell(), event.tool());
            table.cell(Words.constant(event.kind()))
                    .cell(state(event.before()))
                    .cell(state(event.after()))
                    .cell(event.operator().map(Words::caller).orElse("–"))
                    .cell(event.after().map(ToolStatus::reason).orElse(""));
        }
        table.end();
    }

    private static String state(Optional<ToolStatus> status) {
        return status.map(
                        known ->
                                known.state()
                                        + known.version().map(version -> " " + version).orElse(""))
                .orElse("–");
    }
}
