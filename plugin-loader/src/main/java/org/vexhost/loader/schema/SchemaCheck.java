package org.vexhost.loader.schema;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.MessageText;
import org.vexhost.api.Suggestion;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Checks every schema within a tool's schema once, before the validator uses it. Keywords must have
 * values of the right kind. References must stay inside the schema and must not lead back to
 * themselves. Patterns must be linear. The cost of checking one value must be bounded.
 */
final class SchemaCheck {

    /** The maximum number of schemas within a schema: 5,000. */
    static final int MAX_SCHEMAS = 5_000;

    /** The maximum nesting depth of schemas that apply to the same value: 100. */
    static final int MAX_HEIGHT = 100;

    /** The maximum number of keywords that apply to one value: 20,000. */
    static final int MAX_WEIGHT = 20_000;

    /** The maximum size of all compiled patterns together: 50,000 instructions. */
    static final int MAX_PATTERN_INSTRUCTIONS = 50_000;

    /** The maximum number of warnings; further warnings are dropped: 10. */
    private static final int MAX_WARNINGS = 10;

    private static final int MAX_SHOWN = 200;

    private final JsonNode root;
    private final List<String> warnings = new ArrayList<>();
    private final IdentityHashMap<JsonNode, SchemaPlace> placeByNode = new IdentityHashMap<>();
    private final List<SchemaPlace> places = new ArrayList<>();
    private final Deque<Map.Entry<JsonNode, SchemaPlace>> open = new ArrayDeque<>();
    private final SchemaDialect dialect;
    private int schemas;
    private int patternInstructions;
    private int assertions;
    private boolean unevaluated;

    private SchemaCheck(JsonNode root) {
        this.root = root;
        this.dialect = SchemaDialect.of(root);
    }

    /**
     * Facts about a schema that passed.
     *
     * @param assertions the number of keywords that can reject a value
     * @param unevaluated whether it uses {@code unevaluatedItems} or {@code unevaluatedProperties}
     * @param warnings the first 10 texts about features that are allowed but probably a mistake
     */
    record Facts(int assertions, boolean unevaluated, List<String> warnings) {
        Facts {
            warnings = List.copyOf(warnings);
        }

        /** Whether the schema can reject any value. */
        boolean asserting() {
            return assertions > 0;
        }
    }

    static Facts check(JsonNode root) throws InvalidSchemaException {
        return new SchemaCheck(root).run();
    }

    private Facts run() throws InvalidSchemaException {
        SchemaPlace top = SchemaPlace.root();
        placeOf(root, top);
        while (!open.isEmpty()) {
            Map.Entry<JsonNode, SchemaPlace> next = open.removeFirst();
            visit(next.getKey(), next.getValue());
        }
        for (SchemaPlace place : places) {
            place.measure(1);
            if (place.weight() > MAX_WEIGHT) {
                throw new InvalidSchemaException(
                        place.pointer(),
                        "schema exceeds maxSchemaWeight of %d keywords for one value [%d]"
                                .formatted(MAX_WEIGHT, place.weight()));
            }
        }
        return new Facts(assertions, unevaluated, warnings);
    }

    private SchemaPlace placeOf(JsonNode node, SchemaPlace ifNew) throws InvalidSchemaException {
        if (!node.isObject() && !node.isBoolean()) {
            throw KeywordValues.wrong(ifNew, "is not a schema: an object or a boolean");
        }
        if (node.isBoolean()) {
            // A boolean is not recorded as a place: each tree uses one shared node for all equal
            // booleans.
            countAssertion(!node.booleanValue());
            count(ifNew);
            return ifNew;
        }
        SchemaPlace known = placeByNode.get(node);
        if (known != null) {
            return known;
        }
        count(ifNew);
        placeByNode.put(node, ifNew);
        places.add(ifNew);
        open.addLast(Map.entry(node, ifNew));
        return ifNew;
    }

    private void count(SchemaPlace place) throws InvalidSchemaException {
        if (++schemas > MAX_SCHEMAS) {
            throw new InvalidSchemaException(
                    place.pointer(), "schema exceeds maxSchemas of %d".formatted(MAX_SCHEMAS));
        }
    }

    private void visit(JsonNode node, SchemaPlace place) throws InvalidSchemaException {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            SchemaForm form = formOf(member.getKey());
            JsonNode value = member.getValue();
            SchemaPlace at = place.child(member.getKey());
            if (member.getKey().startsWith("unevaluated")) {
                unevaluated = true;
            }
            if (form == null) {
                warn(member.getKey(), at);
                countAssertion(member.getKey().equals("const"));
                continue;
            }
            countAssertion(member.getKey().equals("contains"));
            place.addKeyword();
            visit(form, value, place, at);
        }
    }

    private void countAssertion(boolean isAssertion) {
        assertions += isAssertion ? 1 : 0;
    }

    private void warn(String keyword, SchemaPlace at) {
        if (!SchemaForm.isKnown(keyword) && warnings.size() < MAX_WARNINGS) {
            warnings.add(
                    "%s is not a keyword of JSON Schema and checks nothing%s"
                            .formatted(
                                    MessageText.escape(at.pointer(), MAX_SHOWN),
                                    Suggestion.clause(keyword, SchemaForm.keywords())));
        }
    }

    private @Nullable SchemaForm formOf(String keyword) {
        return keyword.equals(dialect.idKeyword()) ? SchemaForm.IDENTIFIER : SchemaForm.of(keyword);
    }

    private void visit(SchemaForm form, JsonNode value, SchemaPlace place, SchemaPlace at)
            throws InvalidSchemaException {
        switch (form) {
            case SCHEMA_HERE -> here(value, place, at);
            case SCHEMAS_HERE -> {
                KeywordValues.require(value.isArray() && !value.isEmpty(), at, "a list of schemas");
                for (int i = 0; i < value.size(); i++) {
                    here(value.get(i), place, at.child(Integer.toString(i)));
                }
            }
            case NAMED_HERE -> {
                KeywordValues.require(value.isObject(), at, "an object of schemas");
                for (Map.Entry<String, JsonNode> each : value.properties()) {
                    here(each.getValue(), place, at.child(each.getKey()));
                }
            }
            case DEPENDENCIES -> {
                KeywordValues.require(value.isObject(), at, "an object of schemas or names");
                for (Map.Entry<String, JsonNode> each : value.properties()) {
                    SchemaPlace below = at.child(each.getKey());
                    if (each.getValue().isArray()) {
                        countAssertion(true);
                        KeywordValues.requireNames(each.getValue(), below);
                    } else {
                        here(each.getValue(), place, below);
                    }
                }
            }
            case SCHEMA_BELOW -> below(value, at);
            case SCHEMAS_BELOW -> {
                KeywordValues.require(value.isArray(), at, "a list of schemas");
                eachBelow(value, at);
            }
            case SCHEMA_OR_LIST_BELOW -> {
                if (value.isArray()) {
                    eachBelow(value, at);
                } else {
                    below(value, at);
                }
            }
            case NAMED_BELOW, PATTERNS_BELOW, DEFINITIONS -> {
                KeywordValues.require(value.isObject(), at, "an object of schemas");
                for (Map.Entry<String, JsonNode> each : value.properties()) {
                    if (form == SchemaForm.PATTERNS_BELOW) {
                        checkPattern(each.getKey(), at);
                    }
                    below(each.getValue(), at.child(each.getKey()));
                }
            }
            case REFERENCE -> {
                countAssertion(true);
                KeywordValues.require(value.isString(), at, "a string");
                SchemaPlace target = at.child(value.stringValue());
                place.alsoJudgedBy(placeOf(resolve(value.stringValue(), at), target));
            }
            case PATTERN -> {
                countAssertion(true);
                KeywordValues.require(value.isString(), at, "a string");
                checkPattern(value.stringValue(), at);
            }
            default -> {
                countAssertion(asserts(form));
                KeywordValues.check(form, value, at, dialect);
            }
        }
    }

    private void here(JsonNode value, SchemaPlace place, SchemaPlace at)
            throws InvalidSchemaException {
        countAssertion(true);
        place.alsoJudgedBy(placeOf(value, at));
    }

    private void below(JsonNode value, SchemaPlace at) throws InvalidSchemaException {
        placeOf(value, at);
    }

    private void eachBelow(JsonNode list, SchemaPlace at) throws InvalidSchemaException {
        for (int i = 0; i < list.size(); i++) {
            below(list.get(i), at.child(Integer.toString(i)));
        }
    }

    private static boolean asserts(SchemaForm form) {
        return switch (form) {
            case STRING, DIALECT, IDENTIFIER -> false;
            default -> true;
        };
    }

    private void checkPattern(String pattern, SchemaPlace at) throws InvalidSchemaException {
        try {
            patternInstructions += LinearPattern.compile(pattern).instructions();
        } catch (UnsupportedPatternException e) {
            throw new InvalidSchemaException(at.pointer(), e.fact());
        }
        if (patternInstructions > MAX_PATTERN_INSTRUCTIONS) {
            throw new InvalidSchemaException(
                    at.pointer(),
                    "patterns exceed maxPatternInstructions of %d [%d]"
                            .formatted(MAX_PATTERN_INSTRUCTIONS, patternInstructions));
        }
    }

    private JsonNode resolve(String reference, SchemaPlace at) throws InvalidSchemaException {
        if (reference.equals("#")) {
            return root;
        }
        if (!reference.startsWith("#/")) {
            throw KeywordValues.wrong(at, "is not a reference inside the schema: '#' or '#/…'");
        }
        JsonNode target;
        try {
            target = root.at(JsonPointer.compile(percentDecoded(reference.substring(1))));
        } catch (IllegalArgumentException e) {
            throw KeywordValues.wrong(at, "is not a JSON Pointer");
        }
        if (target.isMissingNode()) {
            throw KeywordValues.wrong(
                    at, "refers to nothing [" + MessageText.quote(reference) + "]");
        }
        return target;
    }

    private static String percentDecoded(String text) {
        return text.indexOf('%') < 0
                ? text
                : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
