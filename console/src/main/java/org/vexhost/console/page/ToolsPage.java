package org.vexhost.console.page;

import java.util.List;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.CallCounts;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;

/** The page of all artifacts and their states. */
public final class ToolsPage implements Page {

    @Override
    public String title(PageContext context) {
        return "Tools";
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        PageFrame.require(out, context.host().tools(), "Tools")
                .ifPresent(
                        tools -> {
                            PageFrame.beginLive(out, context, "");
                            write(out, tools);
                            out.close("div");
                        });
    }

    private static void write(HtmlWriter out, ToolAdministration tools) {
        List<ToolInfo> all = tools.tools();
        if (all.isEmpty()) {
            out.open("p").text("There is no tool yet. ").link("/console/deploy", "Deploy one");
            out.text(".").close("p");
            return;
        }
        TableWriter table =
                new TableWriter(
                        out,
                        "Tools of this host",
                        "Tool",
                        "State",
                        "Since (UTC)",
                        "Serving",
                        "Newest",
                        "Calls",
                        "Failed",
                        "Why");
        for (ToolInfo tool : all) {
            CallCounts calls = tool.owner() ? tools.calls(tool.name()) : CallCounts.NONE;
            Words.tool(table.row().cell(), tool.name());
            badge(table.cell(), tool.status().state());
            table.cell(Words.time(tool.status().since()))
                    .cell(tool.status().servingVersion().orElse("–"))
                    .cell(tool.status().version().orElse("–"))
                    .number(Words.number(calls.ended()))
                    .number(Words.number(calls.failed()))
                    .cell(tool.status().reason());
        }
        table.end();
    }

    /** Writes the name of a state, in the colour of that state. */
    static void badge(HtmlWriter out, ToolState state) {
        out.open("span")
                .set("class", "state state-" + Words.constant(state))
                .text(state.name())
                .close("span");
    }
}
