package org.vexhost.loader.schema;

import java.util.Map;
import java.util.Set;
import org.vexhost.api.MessageText;
import tools.jackson.databind.JsonNode;

/** Checks the values of those keywords whose values contain no schemas. */
final class KeywordValues {

    private static final Set<String> TYPES =
            Set.of("null", "boolean", "object", "array", "number", "string", "integer");

    private KeywordValues() {}

    static void check(SchemaForm form, JsonNode value, SchemaPlace at, SchemaDialect dialect)
            throws InvalidSchemaException {
        switch (form) {
            case TYPE -> require(isType(value) || isListOfTypes(value), at, "a type or types");
            case VALUES -> require(value.isArray(), at, "a list of values");
            case NAMES -> requireNames(value, at);
            case NAMED_NAMES -> {
                require(value.isObject(), at, "an object of names");
                for (Map.Entry<String, JsonNode> each : value.properties()) {
                    requireNames(each.getValue(), at.child(each.getKey()));
                }
            }
            case NUMBER -> require(value.isNumber(), at, "a number");
            case POSITIVE_NUMBER ->
                    require(value.isNumber() && signum(value) > 0, at, "a number above 0");
            case NUMBER_OR_BOOLEAN -> {
                boolean old = value.isBoolean() && dialect == SchemaDialect.DRAFT_4;
                require(value.isNumber() || old, at, "a number");
            }
            case COUNT -> {
                boolean whole = value.isNumber() && value.canConvertToExactIntegral();
                require(whole && signum(value) >= 0, at, "a whole number of 0 or more");
            }
            case BOOLEAN -> require(value.isBoolean(), at, "a boolean");
            case STRING -> require(value.isString(), at, "a string");
            case DIALECT -> {
                boolean known =
                        value.isString() && SchemaDialect.find(value.stringValue()).isPresent();
                require(known, at, "the identifier of draft 4, 6, 7, 2019-09 or 2020-12");
            }
            case IDENTIFIER -> {
                require(value.isString(), at, "a string");
                if (!at.isMemberOfTop()) {
                    throw wrong(at, "sets a base of its own for a part of the schema");
                }
            }
            default ->
                    throw wrong(
                            at, "is resolved while evaluating: only '$ref' with '#' or '#/…' is");
        }
    }

    private static int signum(JsonNode number) {
        return number.isBigInteger()
                ? number.bigIntegerValue().signum()
                : (int) Math.signum(number.doubleValue());
    }

    private static boolean isType(JsonNode value) {
        return value.isString() && TYPES.contains(value.stringValue());
    }

    private static boolean isListOfTypes(JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() > TYPES.size()) {
            return false;
        }
        for (JsonNode each : value) {
            if (!isType(each)) {
                return false;
            }
        }
        return true;
    }

    static void requireNames(JsonNode value, SchemaPlace at) throws InvalidSchemaException {
        require(value.isArray(), at, "a list of names");
        for (JsonNode each : value) {
            require(each.isString(), at, "a list of names");
        }
    }

    static void require(boolean condition, SchemaPlace at, String expectation)
            throws InvalidSchemaException {
        if (!condition) {
            throw wrong(at, "is not " + expectation);
        }
    }

    static InvalidSchemaException wrong(SchemaPlace at, String fact) {
        String pointer = at.pointer();
        return new InvalidSchemaException(
                pointer, "schema member %s %s".formatted(MessageText.quote(pointer), fact));
    }
}
