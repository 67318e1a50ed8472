package org.vexhost.loader.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * An implementation of the keyword {@code uniqueItems} that compares canonical texts. The
 * validator's own implementation puts nodes into a hash set, and callers can choose nodes with
 * colliding hash codes. If strings collide, a hash set still finds them fast, because it orders the
 * strings in a bucket.
 */
final class UniqueItems implements Keyword {

    @Override
    public String getValue() {
        return KeywordType.UNIQUE_ITEMS.getValue();
    }

    @Override
    public KeywordValidator newValidator(
            SchemaLocation location, JsonNode value, Schema parent, SchemaContext context) {
        return new Validator(this, location, value, parent, context);
    }

    private static final class Validator extends BaseKeywordValidator {

        private final boolean unique;

        Validator(
                Keyword keyword,
                SchemaLocation location,
                JsonNode value,
                Schema parent,
                SchemaContext context) {
            super(keyword, value, location, parent, context);
            this.unique = value.booleanValue(false);
        }

        @Override
        public void validate(
                ExecutionContext execution, JsonNode node, JsonNode root, NodePath location) {
            if (!unique || !node.isArray()) {
                return;
            }
            Set<String> seen = new HashSet<>();
            for (JsonNode item : node) {
                StringBuilder form = new StringBuilder();
                append(form, item);
                if (!seen.add(form.toString())) {
                    execution.addError(
                            error().instanceNode(node)
                                    .instanceLocation(location)
                                    .evaluationPath(execution.getEvaluationPath())
                                    .build());
                    return;
                }
            }
        }

        /**
         * Writes a canonical text: equal values have the same text. Examples of equal values are 1
         * and 1.0, and objects that differ only in the order of members.
         */
        private static void append(StringBuilder form, JsonNode node) {
            BoundedEvaluation.stepCurrent(1);
            if (node.isArray()) {
                form.append('[');
                for (JsonNode item : node) {
                    append(form, item);
                    form.append(',');
                }
                form.append(']');
            } else if (node.isObject()) {
                form.append('{');
                Map<String, JsonNode> sorted = new TreeMap<>();
                node.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
                sorted.forEach(
                        (name, value) -> {
                            appendString(form, name);
                            append(form, value);
                            form.append(',');
                        });
                form.append('}');
            } else if (node.isNumber()) {
                BigDecimal number = node.decimalValue().stripTrailingZeros();
                form.append(number.unscaledValue()).append('e').append(number.scale());
            } else if (node.isString()) {
                appendString(form, node.stringValue());
            } else {
                form.append(node.asString("null"));
            }
        }

        private static void appendString(StringBuilder form, String text) {
            form.append('"').append(text.length()).append(':').append(text);
        }
    }
}
