package org.vexhost.console.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.vexhost.api.admin.CallerAdministration;
import org.vexhost.api.admin.CallerInfo;
import org.vexhost.api.admin.CallerInfo.Role;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;

/** The page of all callers, with forms that change them. */
public final class CallersPage implements Page {

    @Override
    public String title(PageContext context) {
        return "Callers";
    }

    @Override
    public void write(HtmlWriter out, PageContext context) {
        Optional<CallerAdministration> callers =
                PageFrame.require(out, context.host().callers(), "Callers");
        if (callers.isPresent()) {
            String token = context.session().formToken();
            list(out, token, callers.get().callers());
            add(out, token);
        }
    }

    private static void list(HtmlWriter out, String token, List<CallerInfo> callers) {
        TableWriter table =
                new TableWriter(
                        out,
                        "Callers",
                        "Name",
                        "By",
                        "Roles",
                        "Tools",
                        "Calls a minute",
                        "Calls at once",
                        "Fuel a day",
                        "Fuel today",
                        "Problem",
                        "Change");
        for (CallerInfo each : callers) {
            table.row()
                    .cell(each.name())
                    .cell(each.method())
                    .cell(roles(each))
                    .cell(each.tools().isEmpty() ? "all" : String.join(" ", each.tools()))
                    .number(number(each.callsPerMinute()))
                    .number(number(each.callsAtOnce()))
                    .number(number(each.fuelPerDay()))
                    .number(Words.number(each.fuelUsedToday()))
                    .cell(each.problem().orElse(""));
            HtmlWriter cell = table.cell();
            cell.open("div").set("class", "actions");
            if (each.method().equals("token")) {
                change(cell, token, "renew", each.name());
                FormWriter.button(cell, "Renew token of " + each.name()).close("form");
            }
            change(cell, token, "remove", each.name());
            FormWriter.dangerousButton(cell, "Remove " + each.name()).close("form");
            cell.close("div");
        }
        table.end();
    }

    private static void change(HtmlWriter out, String token, String what, String name) {
        FormWriter.begin(out, "/console/callers/" + what, token);
        FormWriter.hidden(out, "name", name);
    }

    private static String roles(CallerInfo caller) {
        return String.join(
                " ", new TreeSet<>(caller.roles()).stream().map(Words::constant).toList());
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? Words.number(value.getAsLong()) : "any";
    }

    private static void add(HtmlWriter out, String token) {
        out.open("section").element("h2", "Add a caller");
        FormWriter.begin(out, "/console/callers/add", token);
        FormWriter.line(out, "Name", "name", "", "a-z, 0-9, _ and -, up to 64 characters");
        FormWriter.line(
                out,
                "Tools",
                "tools",
                "",
                "patterns with spaces between, * stands for any; all if empty");
        out.open("fieldset").element("legend", "Roles");
        for (Role role : Role.values()) {
            String word = role.name().toLowerCase(Locale.ROOT);
            out.open("label")
                    .open("input")
                    .set("type", "checkbox")
                    .set("name", "role")
                    .set("value", word)
                    .setIf(role == Role.CALL, "checked", "")
                    .close("input")
                    .text(" " + word)
                    .close("label");
        }
        out.close("fieldset");
        FormWriter.button(out, "Add").close("form").close("section");
    }
}
