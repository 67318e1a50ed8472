package org.vexhost.console.page;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vexhost.api.admin.PendingApproval;
import org.vexhost.api.admin.PendingApproval.Change;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;

/** The page of updates that wait for approval, with the changes that each update makes. */
public final class ApprovalsPage implements Page {

    @Override
    public String title(PageContext context) {
        return "Approvals";
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        Optional<ToolAdministration> tools =
                PageFrame.require(out, context.host().tools(), "Tools");
        if (tools.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        tools.get().tools().forEach(tool -> names.add(tool.name()));
        List<PendingApproval> all =
                names.stream().map(tools.get()::pendingApproval).flatMap(Optional::stream).toList();
        if (all.isEmpty()) {
            out.element("p", "No update waits.");
        }
        all.forEach(pending -> write(out, context.session().formToken(), pending));
    }

    private static void write(HtmlWriter out, String token, PendingApproval pending) {
        out.open("section").open("h2");
        Words.tool(out, pending.tool());
        out.text(
                        " %s → %s"
                                .formatted(
                                        pending.fromVersion().orElse("never approved"),
                                        pending.toVersion()))
                .close("h2")
                .open("dl");
        ToolPage.fact(out, "Approved", pending.fromDigest().orElse("–"));
        ToolPage.fact(out, "Waits", pending.toDigest());
        out.close("dl");
        TableWriter table =
                new TableWriter(
                        out, "What would change in " + pending.tool(), "What", "Before", "After");
        for (Change each : pending.changes()) {
            table.row().cell(each.subject());
            String before = each.before().orElse("");
            String after = each.after().orElse("");
            TextDifference common = TextDifference.of(before, after);
            difference(table.cell(), "del", each.before(), common);
            difference(table.cell(), "ins", each.after(), common);
        }
        table.end();
        FormWriter.begin(out, "/console/tools/" + pending.tool() + "/approve", token);
        FormWriter.hidden(out, "digest", pending.toDigest());
        FormWriter.button(out, "Approve %s %s".formatted(pending.tool(), pending.toVersion()))
                .close("form")
                .close("section");
    }

    /** Writes a text, and marks the part in its middle that differs. */
    private static void difference(
            HtmlWriter out, String mark, Optional<String> text, TextDifference common) {
        if (text.isEmpty()) {
            out.styled("span", "hint", "not there");
            return;
        }
        String all = text.get();
        int end = all.length() - common.end();
        out.text(all.substring(0, common.start()));
        if (end > common.start()) {
            out.element(mark, all.substring(common.start(), end));
        }
        out.text(all.substring(end));
    }
}
