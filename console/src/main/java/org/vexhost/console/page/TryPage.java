package org.vexhost.console.page;

import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolResult;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.console.change.TryOut;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.Words;

/** The page with the outcome of a call, and with a form for another call of the same tool. */
public final class TryPage implements Page {

    private static final int MAX_SHOWN = 64 << 10;

    private final TryOut.Outcome outcome;

    /** Creates the page for the outcome of a call. */
    public TryPage(TryOut.Outcome outcome) {
        this.outcome = outcome;
    }

    @Override
    public String title(PageContext context) {
        return "Try " + MessageText.escape(context.path(), 128);
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        if (outcome instanceof TryOut.Succeeded succeeded) {
            result(out, succeeded.result());
        } else if (outcome instanceof TryOut.Failed failed) {
            error(out, failed.error());
        } else if (outcome instanceof TryOut.NotCalled notCalled) {
            PageFrame.notice(out, true, notCalled.problem());
        }
        out.open("p");
        Words.tool(out, context.path());
        out.text(": everything about it.").close("p");
        Optional<ToolDefinition> definition =
                context.host()
                        .tools()
                        .flatMap(tools -> tools.tool(context.path()))
                        .flatMap(tool -> tool.serving().or(tool::newest))
                        .map(VersionInfo::definition);
        if (definition.isPresent()) {
            out.open("section").element("h2", "Again");
            TryForm.write(out, context, context.path(), definition.get());
            out.close("section");
        }
    }

    private static void result(HtmlWriter out, ToolResult result) {
        PageFrame.notice(out, false, "The call succeeded.");
        out.open("dl");
        ToolPage.fact(out, "Version", result.version());
        ToolPage.fact(out, "Time", Words.duration(result.duration()));
        ToolPage.fact(out, "Fuel of the tool", Words.number(result.fuelConsumed()));
        ToolPage.fact(out, "Fuel of the host", Words.number(result.hostFuelConsumed()));
        ToolPage.fact(out, "Memory", Words.bytes(result.peakMemoryBytes()));
        out.close("dl").element("h2", "Result");
        out.open("pre").set("tabindex", "0").set("aria-label", "Result").set("id", "result");
        String text =
                result.output().sizeBytes() > MAX_SHOWN
                        ? result.output().text()
                        : ArtifactSection.pretty(result.output());
        out.text(text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text);
        out.close("pre");
        if (text.length() > MAX_SHOWN) {
            out.styled(
                    "p",
                    "hint",
                    "Cut: the result has %s.".formatted(Words.bytes(result.output().sizeBytes())));
        }
    }

    private static void error(HtmlWriter out, ToolError error) {
        PageFrame.notice(
                out, true, "%s, %s: %s".formatted(error.code(), error.reason(), error.message()));
        out.open("dl");
        ToolPage.fact(out, "Again later?", error.isRetryable() ? "may work" : "no");
        out.close("dl");
        out.open("details").element("summary", "The error as callers see it");
        out.open("pre").set("tabindex", "0").set("aria-label", "Error");
        out.text(ArtifactSection.pretty(error.toJson())).close("pre").close("details");
    }
}
