package org.vexhost.console.page;

import java.util.OptionalLong;
import org.vexhost.api.Json;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.admin.ToolInfo;
import org.vexhost.api.admin.VersionInfo;
import org.vexhost.console.html.HtmlWriter;
import org.vexhost.console.html.TableWriter;
import org.vexhost.console.html.Words;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The section of a tool's page with the contents of the artifact's descriptor. */
final class ArtifactSection {

    private static final JsonMapper MAPPER = new JsonMapper();

    private ArtifactSection() {}

    static void write(HtmlWriter out, ToolInfo tool, VersionInfo version) {
        out.open("section").element("h2", "Artifact").open("dl");
        ToolPage.fact(out, "Form", Words.constant(tool.form()));
        ToolPage.fact(out, "Digest", version.artifactDigest().orElse("–"));
        ToolPage.fact(out, "SHA-256 of its module", version.moduleSha256().orElse("–"));
        ToolPage.fact(out, "Binary interface", version.abi().orElse("Java"));
        ToolPage.fact(out, "Arguments of the command", ToolPage.words(version.args()));
        ToolPage.fact(out, "Deterministic", version.deterministic() ? "yes" : "no");
        ToolPage.fact(
                out,
                "Snapshot",
                version.snapshotState().orElse(version.snapshot() ? "not made yet" : "no"));
        ToolPage.fact(out, "Imports", ToolPage.words(version.imports()));
        out.close("dl");
        version.limits().ifPresent(limits -> limits(out, limits, version));
        schema(out, "Schema of the arguments", version.definition().parameters());
        version.definition()
                .outputSchema()
                .ifPresent(schema -> schema(out, "Schema of the result", schema));
        out.close("section");
    }

    private static void limits(HtmlWriter out, SandboxLimits limits, VersionInfo version) {
        VersionInfo.LimitRequest asked = version.requestedLimits();
        TableWriter table =
                new TableWriter(out, "Limits of each call", "Limit", "In force", "Asked for");
        row(table, "Memory", Words.bytes(limits.maxMemoryBytes()), asked.maxMemoryBytes());
        row(table, "Fuel", Words.number(limits.maxFuel()), asked.maxFuel());
        table.row()
                .cell("Time")
                .number(Words.duration(limits.timeout()))
                .number(asked.timeout().map(Words::duration).orElse("–"));
        row(
                table,
                "Elements of tables",
                Words.number(limits.maxTableElements()),
                asked.maxTableElements());
        row(table, "Arguments", Words.bytes(limits.maxInputBytes()), asked.maxInputBytes());
        row(table, "Result", Words.bytes(limits.maxOutputBytes()), asked.maxOutputBytes());
        row(table, "Call depth", Words.number(limits.maxCallDepth()), asked.maxCallDepth());
        table.end();
    }

    private static void row(TableWriter table, String name, String inForce, OptionalLong asked) {
        table.row()
                .cell(name)
                .number(inForce)
                .number(asked.isPresent() ? Words.number(asked.getAsLong()) : "–");
    }

    private static void schema(HtmlWriter out, String title, Json schema) {
        out.open("details").element("summary", title);
        out.open("pre").set("tabindex", "0").set("aria-label", title);
        out.text(pretty(schema)).close("pre").close("details");
    }

    /** Returns JSON on several lines; unchanged if it is nested too deeply. */
    static String pretty(Json json) {
        try {
            return MAPPER.readTree(json.text()).toPrettyString();
        } catch (JacksonException e) {
            return json.text();
        }
    }
}
