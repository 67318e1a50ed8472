package org.vexhost.loader.shell.text;

import java.util.List;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.admin.VersionInfo;

/** Formats the details of a version that an operator should know before granting or approving. */
public final class DetailsText {

    private static final int MAX_DESCRIPTION_LENGTH = 2_000;
    private static final int MAX_ARGUMENT_LENGTH = 1_000;
    private static final int MAX_IMPORTS_LENGTH = 1_000;

    private DetailsText() {}

    /**
     * Adds the details as rows to a table with two columns.
     *
     * @param table the table
     * @param version the version to describe
     * @param warnings the warnings of the version's schemas
     */
    public static void append(TextTable table, VersionInfo version, List<String> warnings) {
        version.artifactDigest().ifPresent(digest -> table.whole("digest", digest));
        version.moduleSha256().ifPresent(sha256 -> table.whole("module", sha256));
        version.abi().ifPresent(abi -> appendDescriptor(table, abi, version));
        table.row("asks for", Requested.text(version));
        version.limits()
                .map(LimitText::values)
                .ifPresentOrElse(
                        limits -> table.row("limits", LimitText.line(limits)),
                        () -> appendAsked(table, version));
        version.snapshotState().ifPresent(text -> table.row("snapshot", text));
        if (!version.imports().isEmpty()) {
            table.row(
                    "imports",
                    MessageText.escape(String.join(", ", version.imports()), MAX_IMPORTS_LENGTH));
        }
        version.definition().title().ifPresent(title -> table.row("title", title));
        table.row(
                "description",
                TerminalText.line(version.definition().description(), MAX_DESCRIPTION_LENGTH));
        for (String warning : warnings) {
            table.row("warning", warning);
        }
    }

    private static void appendDescriptor(TextTable table, String abi, VersionInfo version) {
        table.row("abi", abi);
        List<String> args = version.args();
        for (int i = 0; i < args.size(); i++) {
            String text = MessageText.escape(args.get(i), MAX_ARGUMENT_LENGTH);
            table.row("args/" + i, "'" + text + "'");
        }
        if (version.deterministic()) {
            table.row("deterministic", "yes");
        }
        if (version.snapshot() && version.snapshotState().isEmpty()) {
            table.row("snapshot", "yes");
        }
    }

    /** Adds the limits that a version requests, if the host has not accepted the version. */
    private static void appendAsked(TextTable table, VersionInfo version) {
        String asked = LimitText.line(LimitText.values(version.requestedLimits()));
        if (!asked.isEmpty()) {
            table.row("asks for limits", asked);
        }
    }

    /** Returns the schemas of arguments and results, each with a heading. */
    public static String schemas(VersionInfo version) {
        return schema("parameters", version.definition().parameters())
                + version.definition()
                        .outputSchema()
                        .map(output -> "\n" + schema("outputSchema", output))
                        .orElse("");
    }

    private static String schema(String member, Json schema) {
        return "\n" + member + "\n" + TerminalText.pretty(schema).indent(2).stripTrailing();
    }
}
