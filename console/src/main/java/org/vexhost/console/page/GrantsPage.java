package org.vexhost.console.page;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;

/** The page of the grants of all tools, and of the capabilities that tools lack. */
public final class GrantsPage implements Page {

    @Override
    public String title(PageContext context) {
        return "Grants";
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        Optional<ToolAdministration> tools =
                PageFrame.require(out, context.host().tools(), "Tools");
        if (tools.isEmpty()) {
            return;
        }
        missing(out, tools.get());
        Set<String> names = new LinkedHashSet<>();
        tools.get().tools().forEach(tool -> names.add(tool.name()));
        boolean isAny = false;
        for (String name : names) {
            GrantsInfo grants = tools.get().grants(name);
            if (!grants.grants().isEmpty()) {
                isAny = true;
                out.open("section").open("h2");
                Words.tool(out, name);
                out.close("h2");
                ToolTrust.grants(out, context.session().formToken(), grants);
                out.close("section");
            }
        }
        if (!isAny) {
            out.element("p", "Nothing is granted to any tool that is deployed.");
        }
    }

    private static void missing(HtmlWriter out, ToolAdministration tools) {
        if (tools.tools().stream().allMatch(tool -> tool.missing().isEmpty())) {
            out.element("p", "No tool waits for a grant.");
            return;
        }
        TableWriter table = new TableWriter(out, "Tools that wait for a grant", "Tool", "Lacks");
        for (ToolInfo tool : tools.tools()) {
            if (!tool.missing().isEmpty()) {
                Words.tool(table.row().cell(), tool.name());
                table.cell(
                        ToolPage.words(
                                tool.missing().stream()
                                        .map(
                                                each ->
                                                        each.capability().key()
                                                                + " "
                                                                + String.join(" ", each.values()))
                                        .toList()));
            }
        }
        table.end();
    }
}
