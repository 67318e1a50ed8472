package org.vexhost.loader.shell;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.Json;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.loader.descriptor.RequestedLimits.Limit;
import org.vexhost.loader.descriptor.ToolDescriptor;
import org.vexhost.loader.descriptor.ToolDescriptor.Execution;
import org.vexhost.loader.registry.ToolDetails;
import org.vexhost.loader.schema.ToolSchemas;

/** All that an operator reads of a version before granting or approving anything. */
final class DetailsText {

    private static final int MAX_DESCRIPTION_LENGTH = 2_000;
    private static final int MAX_ARGUMENT_LENGTH = 1_000;
    private static final int MAX_IMPORTS_LENGTH = 1_000;

    private DetailsText() {}

    /** Rows of a table with two columns. */
    static void append(TextTable table, ToolDetails details) {
        details.digest()
                .ifPresent(
                        digest -> {
                            table.whole("digest", digest.text());
                            table.whole("module", digest.moduleSha256());
                        });
        details.descriptor().ifPresent(descriptor -> append(table, descriptor));
        table.row("asks for", Requested.text(details.requested()));
        details.limits()
                .ifPresentOrElse(
                        limits -> table.row("limits", limits(limits)),
                        () -> appendAsked(table, details));
        if (!details.imports().isEmpty()) {
            table.row(
                    "imports",
                    MessageText.escape(String.join(", ", details.imports()), MAX_IMPORTS_LENGTH));
        }
        details.definition().title().ifPresent(title -> table.row("title", title));
        table.row(
                "description",
                TerminalText.line(details.definition().description(), MAX_DESCRIPTION_LENGTH));
        for (String warning : ToolSchemas.warningsOf(details.definition())) {
            table.row("warning", warning);
        }
    }

    private static void append(TextTable table, ToolDescriptor descriptor) {
        table.row("abi", descriptor.abi().key());
        List<String> args = descriptor.args();
        for (int i = 0; i < args.size(); i++) {
            String text = MessageText.escape(args.get(i), MAX_ARGUMENT_LENGTH);
            table.row("args/" + i, "'" + text + "'");
        }
        if (descriptor.execution() == Execution.DETERMINISTIC) {
            table.row("deterministic", "yes");
        }
    }

    /** Of a version that was not accepted. */
    private static void appendAsked(TextTable table, ToolDetails details) {
        Map<Limit, Long> asked =
                details.descriptor().map(each -> each.limits().values()).orElse(Map.of());
        if (!asked.isEmpty()) {
            table.row("asks for limits", limits(asked::get));
        }
    }

    private static String limits(SandboxLimits limits) {
        return limits(limit -> limit.in(limits));
    }

    /** Those that have a value. */
    private static String limits(Function<Limit, @Nullable Long> values) {
        return Stream.of(Limit.values())
                .flatMap(
                        limit ->
                                Stream.ofNullable(values.apply(limit))
                                        .map(value -> limit.key() + " " + limit.text(value)))
                .collect(Collectors.joining(", "));
    }

    /** The schemas of arguments and results, each below a heading. */
    static String schemas(ToolDetails details) {
        return schema("parameters", details.definition().parameters())
                + details.definition()
                        .outputSchema()
                        .map(output -> "\n" + schema("outputSchema", output))
                        .orElse("");
    }

    private static String schema(String member, Json schema) {
        return "\n" + member + "\n" + TerminalText.pretty(schema).indent(2).stripTrailing();
    }
}
