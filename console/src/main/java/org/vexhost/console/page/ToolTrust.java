package org.vexhost.console.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vexhost.api.Capability;
import org.vexhost.api.ErrorDetail.MissingCapability;
import org.vexhost.api.Grant;
import org.vexhost.api.admin.CapabilityRequest;
import org.vexhost.api.admin.DenialInfo;
import org.vexhost.api.admin.GrantsInfo;
import org.vexhost.api.admin.ToolAdministration;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.console.html.FormWriter;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;

/** The section of a tool's page with its requested, granted and denied capabilities. */
final class ToolTrust {

    private ToolTrust() {}

    static void write(HtmlWriter out, String token, ToolAdministration tools, ToolInfo tool) {
        out.open("section").element("h2", "What it may do");
        tool.newest().or(tool::serving).ifPresent(version -> requests(out, token, tool, version));
        GrantsInfo grants = tools.grants(tool.name());
        grants(out, token, grants);
        updates(out, token, grants);
        denials(out, tools.denials(tool.name()));
        out.close("section");
    }

    private static void requests(HtmlWriter out, String token, ToolInfo tool, VersionInfo version) {
        List<CapabilityRequest> asked =
                version.requested().stream()
                        .filter(each -> !each.capability().isAlwaysGranted())
                        .toList();
        if (asked.isEmpty()) {
            out.element("p", "It asks for nothing beyond computing.");
            return;
        }
        TableWriter table =
                new TableWriter(out, "Asked for", "Capability", "In particular", "Lacks", "Grant");
        for (CapabilityRequest each : asked) {
            Optional<MissingCapability> missing =
                    tool.missing().stream()
                            .filter(lack -> lack.capability() == each.capability())
                            .findFirst();
            table.row()
                    .cell(each.capability().key())
                    .cell(
                            ToolPage.words(
                                    each.items().stream()
                                            .map(CapabilityRequest.Item::text)
                                            .toList()))
                    .cell(
                            missing.map(lack -> "yes: " + ToolPage.words(lack.values()))
                                    .orElse("no"));
            HtmlWriter cell = table.cell();
            if (missing.isPresent()) {
                grantForm(cell, token, tool.name(), each.capability(), version.artifactDigest());
            }
        }
        table.end();
        out.styled(
                "p",
                "hint",
                "A directory is granted as the tool's own folder below data/. A secret needs"
                        + " origins and header fields, and other directories their place:"
                        + " vex:grant in the shell takes them.");
    }

    private static void grantForm(
            HtmlWriter out,
            String token,
            String tool,
            Capability capability,
            Optional<String> digest) {
        FormWriter.begin(out, "/console/tools/" + tool + "/grant", token);
        FormWriter.hidden(out, "capability", capability.key());
        digest.ifPresent(text -> FormWriter.hidden(out, "digest", text));
        FormWriter.button(out, "Grant " + capability.key()).close("form");
    }

    /** Writes the grants of one tool. Each grant has a button that revokes it. */
    static void grants(HtmlWriter out, String token, GrantsInfo grants) {
        if (grants.grants().isEmpty()) {
            out.element("p", "Nothing is granted to it.");
            return;
        }
        TableWriter table =
                new TableWriter(
                        out,
                        "Granted to " + grants.tool(),
                        "Capability",
                        "In particular",
                        "Details",
                        "Revoke");
        for (Grant each : grants.grants()) {
            table.row()
                    .cell(each.capability().key())
                    .cell(each.value())
                    .cell(details(each.details()));
            HtmlWriter cell = table.cell();
            FormWriter.begin(cell, "/console/tools/" + grants.tool() + "/revoke", token);
            FormWriter.hidden(cell, "capability", each.capability().key());
            FormWriter.hidden(cell, "value", each.value());
            cell.open("button")
                    .set("type", "submit")
                    .text("Revoke ")
                    .styled("span", "more", each.capability().key() + " " + each.value())
                    .close("button")
                    .close("form");
        }
        table.end();
        grants.warnings().forEach(text -> out.styled("p", "hint", text));
        out.styled("p", "hint", "For the artifact " + Words.shortDigest(grants.artifact()) + ".");
    }

    private static String details(Map<String, String> details) {
        return new TreeMap<>(details)
                .entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static void updates(HtmlWriter out, String token, GrantsInfo grants) {
        boolean isTrusted = grants.updates() == GrantsInfo.Updates.TRUST;
        out.element(
                "p",
                isTrusted
                        ? "Updates are trusted in advance: grants go over to them."
                        : "An update waits until somebody approves it, if anything is granted.");
        if (isTrusted) {
            FormWriter.begin(out, "/console/tools/" + grants.tool() + "/distrust", token);
            FormWriter.button(out, "Let updates wait").close("form");
        }
    }

    private static void denials(HtmlWriter out, List<DenialInfo> denials) {
        if (denials.isEmpty()) {
            out.element("p", "It was denied nothing since the host started.");
            return;
        }
        TableWriter table =
                new TableWriter(
                        out,
                        "Denied since the host started",
                        "Function",
                        "Capability",
                        "Times",
                        "Last (UTC)",
                        "What it named",
                        "What would allow it");
        for (DenialInfo each : denials) {
            table.row()
                    .cell(each.function())
                    .cell(each.capability().key())
                    .number(Words.number(each.count()))
                    .cell(Words.time(each.last()))
                    .cell(ToolPage.words(each.subjects()))
                    .cell(String.join("\n", each.commands()));
        }
        table.end();
    }
}
