package org.vexhost.console.page;

import java.util.List;
import java.util.Optional;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolState;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.Words;

/** The page of one tool, with all known details. */
public final class ToolPage implements Page {

    @Override
    public String title(PageContext context) {
        return "Tool " + MessageText.escape(context.path(), ToolDefinition.MAX_TITLE_LENGTH);
    }

    @Override
    public void write(HtmlWriter out, PageContext context) throws NoSuchPageException {
        Optional<ToolAdministration> tools =
                PageFrame.require(out, context.host().tools(), "Tools");
        if (tools.isEmpty()) {
            return;
        }
        ToolInfo tool = tools.get().tool(context.path()).orElseThrow(NoSuchPageException::new);
        Optional<VersionInfo> version = tool.newest().or(tool::serving);
        version.ifPresent(known -> describe(out, known.definition()));
        PageFrame.beginLive(out, context, "");
        state(out, tool);
        out.close("div");
        waiting(out, tools.get(), tool);
        if (context.session().mayCall(tool.name()) && version.isPresent()) {
            out.open("section").element("h2", "Try it");
            TryForm.write(out, context, tool.name(), version.get().definition());
            out.close("section");
        }
        ToolTrust.write(out, context.session().formToken(), tools.get(), tool);
        ToolCallsSection.write(out, tools.get(), tool.name());
        version.ifPresent(known -> ArtifactSection.write(out, tool, known));
        operations(out, context.session().formToken(), tool);
    }

    private static void describe(HtmlWriter out, ToolDefinition definition) {
        definition.title().ifPresent(text -> out.styled("p", "subtitle", text));
        out.styled("p", "description", definition.description());
    }

    private static void state(HtmlWriter out, ToolInfo tool) {
        out.open("dl");
        out.element("dt", "State").open("dd");
        ToolsPage.badge(out, tool.status().state());
        out.close("dd");
        if (!tool.status().reason().isEmpty()) {
            out.element("dt", "Why").element("dd", tool.status().reason());
        }
        fact(out, "Since (UTC)", Words.time(tool.status().since()));
        fact(out, "Serving", version(tool.serving()));
        fact(out, "Newest", version(tool.newest()));
        fact(out, "Artifact", tool.status().artifact());
        out.close("dl");
    }

    static void fact(HtmlWriter out, String name, String value) {
        out.element("dt", name).element("dd", value);
    }

    private static String version(Optional<VersionInfo> version) {
        return version.map(
                        known ->
                                known.definition().version()
                                        + ", "
                                        + known.artifactDigest().orElse("in Java"))
                .orElse("none");
    }

    private static void waiting(HtmlWriter out, ToolAdministration tools, ToolInfo tool) {
        tools.pendingApproval(tool.name())
                .ifPresent(
                        pending ->
                                out.open("p")
                                        .set("class", "notice problem")
                                        .text("Version " + pending.toVersion() + " waits. ")
                                        .link("/console/approvals", "Compare and approve")
                                        .text(".")
                                        .close("p"));
    }

    private static void operations(HtmlWriter out, String token, ToolInfo tool) {
        out.open("section").element("h2", "Service").open("div").set("class", "actions");
        String path = "/console/tools/" + tool.name();
        boolean isDisabled = tool.status().state() == ToolState.DISABLED;
        FormWriter.begin(out, path + (isDisabled ? "/enable" : "/disable"), token);
        FormWriter.button(out, isDisabled ? "Enable" : "Disable").close("form");
        if (tool.form() != ToolInfo.Form.JAVA) {
            FormWriter.begin(out, path + "/undeploy", token);
            FormWriter.dangerousButton(out, "Undeploy: removes its files").close("form");
        }
        out.close("div").close("section");
    }

    /** Joins words with commas; returns a dash if there are no words. */
    static String words(List<String> words) {
        return words.isEmpty() ? "–" : String.join(", ", words);
    }
}
