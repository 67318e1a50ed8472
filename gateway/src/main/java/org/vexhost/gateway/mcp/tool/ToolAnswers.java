package org.vexhost.gateway.mcp.tool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.Json;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;
import org.vexhost.gateway.mcp.message.MessageWriter;
import tools.jackson.core.JsonGenerator;

/** Writes the outcome of a tool call as JSON members of a result of the protocol. */
public final class ToolAnswers {

    private static final String USAGE = "org.vexhost/usage";
    private static final String ERROR = "org.vexhost/error";
    private static final int MAX_VIOLATIONS = 20;

    private ToolAnswers() {}

    /** Writes the content of a call that succeeded, without {@code _meta}. */
    public static void writeResult(JsonGenerator out, Era era, ToolResult result) {
        Json output = result.output();
        writeText(out, Schemas.string(output).orElseGet(output::text));
        if (era == Era.MODERN || output.text().stripLeading().startsWith("{")) {
            MessageWriter.raw(out, "structuredContent", output);
        }
        out.writeBooleanProperty("isError", false);
    }

    /** Writes the resources that a call used, as a member of {@code _meta}. */
    public static void writeUsage(JsonGenerator out, ToolResult result) {
        MessageWriter.object(
                out,
                USAGE,
                members -> {
                    members.writeStringProperty("version", result.version());
                    result.artifactDigest()
                            .ifPresent(
                                    digest ->
                                            members.writeStringProperty("artifactDigest", digest));
                    writeAmounts(members, result.usage());
                    members.writeNumberProperty("durationNanos", result.duration().toNanos());
                });
    }

    /**
     * Writes the content of a call that failed, without {@code _meta}. The content is a text that
     * helps a model to correct its call.
     */
    public static void writeFailure(JsonGenerator out, ToolError error) {
        writeText(out, text(error));
        out.writeBooleanProperty("isError", true);
    }

    /**
     * Writes the typed facts of a failure, and the resources that the call used, as members of
     * {@code _meta}.
     */
    public static void writeFacts(JsonGenerator out, ToolError error) {
        MessageWriter.raw(out, ERROR, error.toJson());
        error.usage()
                .ifPresent(
                        usage ->
                                MessageWriter.object(
                                        out, USAGE, members -> writeAmounts(members, usage)));
    }

    static String text(ToolError error) {
        StringBuilder text = new StringBuilder();
        text.append(error.code())
                .append('/')
                .append(error.reason())
                .append(": ")
                .append(error.message());
        Optional<ErrorDetail> detail = error.detail();
        if (detail.isPresent() && detail.get() instanceof ErrorDetail.SchemaViolations schema) {
            appendViolations(text, schema.violations());
        }
        if (detail.isPresent() && detail.get() instanceof ErrorDetail.QuotaExceeded quota) {
            text.append("\nThe same call may succeed in ")
                    .append(Math.max(1, quota.retryAfter().toSeconds()))
                    .append(" seconds.");
        } else if (error.isRetryable()) {
            text.append("\nThe same call may succeed later.");
        }
        return text.toString();
    }

    private static void appendViolations(
            StringBuilder text, List<ErrorDetail.Violation> violations) {
        violations.stream()
                .limit(MAX_VIOLATIONS)
                .forEach(
                        each ->
                                text.append("\n- ")
                                        .append(each.path().isEmpty() ? "arguments" : each.path())
                                        .append(": ")
                                        .append(each.rule())
                                        .append(", expected ")
                                        .append(each.expectation()));
        if (violations.size() > MAX_VIOLATIONS) {
            text.append("\n- and ").append(violations.size() - MAX_VIOLATIONS).append(" more");
        }
    }

    private static void writeText(JsonGenerator out, String text) {
        out.writeName("content");
        out.writeStartArray();
        out.writeStartObject();
        out.writeStringProperty("type", "text");
        out.writeStringProperty("text", encodable(text));
        out.writeEndObject();
        out.writeEndArray();
    }

    /**
     * Replaces unpaired surrogates with question marks. JSON text may contain unpaired surrogates.
     */
    private static String encodable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void writeAmounts(JsonGenerator out, Usage usage) {
        out.writeNumberProperty("fuelConsumed", usage.fuelConsumed());
        out.writeNumberProperty("hostFuelConsumed", usage.hostFuelConsumed());
        out.writeNumberProperty("fuelRemaining", usage.fuelRemaining());
        out.writeNumberProperty("peakMemoryBytes", usage.peakMemoryBytes());
    }
}
