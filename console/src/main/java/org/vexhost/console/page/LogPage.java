package org.vexhost.console.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.admin.LogTail;
import org.vexhost.api.admin.LogTail.Level;
import org.vexhost.api.admin.LogTail.Line;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;

/** The page of the log's last lines. */
public final class LogPage implements Page {

    private static final int MAX_LINES = 200;
    private static final int MAX_FILTER_LENGTH = 64;

    @Override
    public String title(PageContext context) {
        return "Log";
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        Optional<LogTail> log = PageFrame.require(out, context.host().log(), "Lines of the log");
        if (log.isEmpty()) {
            return;
        }
        Level level = level(context.request().parameter("level").orElse(""));
        String tool = context.request().parameter("tool").orElse("").strip();
        String wanted =
                tool.length() > MAX_FILTER_LENGTH ? tool.substring(0, MAX_FILTER_LENGTH) : tool;
        filter(out, level, wanted);
        PageFrame.beginLive(
                out,
                context,
                "&level=" + level + "&tool=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8));
        lines(out, log.get(), level, wanted);
        out.close("div");
    }

    private static Level level(String word) {
        return Arrays.stream(Level.values())
                .filter(each -> each.name().equals(word))
                .findFirst()
                .orElse(Level.INFO);
    }

    private static void filter(HtmlWriter out, Level level, String tool) {
        out.open("form").set("method", "get").set("action", "/console/log").set("class", "filter");
        out.open("label").set("for", "level").text("From level").close("label");
        out.open("select").set("id", "level").set("name", "level");
        for (Level each : Level.values()) {
            out.open("option")
                    .setIf(each == level, "selected", "")
                    .text(each.name())
                    .close("option");
        }
        out.close("select");
        out.open("label").set("for", "tool").text("Of the tool").close("label");
        out.open("input")
                .set("id", "tool")
                .set("name", "tool")
                .set("value", tool)
                .set("maxlength", Integer.toString(MAX_FILTER_LENGTH))
                .close("input");
        out.open("button").set("type", "submit").text("Filter").close("button").close("form");
    }

    private static void lines(HtmlWriter out, LogTail log, Level level, String tool) {
        List<Line> all = log.after(0, Integer.MAX_VALUE);
        List<Line> shown =
                all.stream()
                        .filter(line -> line.level().compareTo(level) >= 0)
                        .filter(line -> tool.isEmpty() || line.tool().equals(Optional.of(tool)))
                        .toList();
        if (shown.isEmpty()) {
            out.element("p", "No line of the log is of this kind.");
            return;
        }
        TableWriter table =
                new TableWriter(
                        out,
                        "Latest lines, the last first",
                        "Time (UTC)",
                        "Level",
                        "Tool",
                        "Text",
                        "Logger");
        for (int i = shown.size() - 1; i >= Math.max(0, shown.size() - MAX_LINES); i--) {
            Line line = shown.get(i);
            table.row().cell(Words.time(line.time()));
            table.cell()
                    .styled(
                            "span",
                            "level level-" + Words.constant(line.level()),
                            line.level().name());
            Words.tool(table.cell(), line.tool().orElse("–"));
            table.cell(line.message())
                    .cell(line.logger().substring(line.logger().lastIndexOf('.') + 1));
        }
        table.end();
    }
}
