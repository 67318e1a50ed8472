package org.vexhost.loader.schema;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.MessageText;
import tools.jackson.databind.JsonNode;

/**
 * Converts the validator's errors to violations for callers. A violation has the place, the rule
 * and the expectation, but never the value.
 */
final class Violations {

    private static final int MAX_VIOLATIONS = 10;
    private static final int MAX_EXPECTATION_LENGTH = 120;

    private Violations() {}

    static ArgumentsRefusedException refusal(List<Error> errors) {
        List<ErrorDetail.Violation> violations = new ArrayList<>();
        for (Error error : errors.subList(0, Math.min(MAX_VIOLATIONS, errors.size()))) {
            violations.add(violation(error));
        }
        ErrorDetail.Violation first = violations.get(0);
        String more = errors.size() == 1 ? "" : ", %d more".formatted(errors.size() - 1);
        return new ArgumentsRefusedException(
                ErrorReason.SCHEMA_VIOLATION,
                "break rule '%s' at %s [expected %s%s]"
                        .formatted(
                                first.rule(),
                                MessageText.quote(first.path()),
                                first.expectation(),
                                more),
                new ErrorDetail.SchemaViolations(violations));
    }

    private static ErrorDetail.Violation violation(Error error) {
        String rule = rule(error);
        return new ErrorDetail.Violation(
                error.getInstanceLocation().toString(),
                MessageText.escape(rule, MAX_EXPECTATION_LENGTH),
                expectation(error, rule, error.getSchemaNode()));
    }

    private static String rule(Error error) {
        String keyword = error.getKeyword();
        if (keyword == null) {
            return "schema";
        }
        // The validator reports a "contains" without "minContains" under the name "minContains".
        boolean implied =
                keyword.equals("minContains")
                        && error.getSchemaNode() != null
                        && !error.getSchemaNode().isNumber();
        return implied ? "contains" : keyword;
    }

    private static String expectation(Error error, String rule, @Nullable JsonNode wanted) {
        String property = error.getProperty();
        return switch (rule) {
            case "required", "dependentRequired", "dependencies" ->
                    "member " + MessageText.quote(property == null ? "?" : property);
            case "additionalProperties", "unevaluatedProperties" ->
                    "no member " + MessageText.quote(property == null ? "?" : property);
            case "additionalItems", "unevaluatedItems" -> "no further items";
            case "anyOf" -> "a match of any alternative";
            case "oneOf" -> "a match of exactly one alternative";
            case "not" -> "no match";
            case "contains" -> "a matching item";
            case "uniqueItems" -> "distinct items";
            default -> wanted == null ? "a match" : text(wanted);
        };
    }

    private static String text(JsonNode wanted) {
        String text = wanted.isString() ? wanted.stringValue() : wanted.toString();
        return MessageText.escape(text, MAX_EXPECTATION_LENGTH);
    }
}
