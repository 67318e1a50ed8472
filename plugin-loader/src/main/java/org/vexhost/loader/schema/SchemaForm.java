package org.vexhost.loader.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The form of a JSON Schema keyword's value, for drafts 4 to 2020-12 together. */
enum SchemaForm {
    /** A schema for the same value. */
    SCHEMA_HERE,
    /** Schemas for the same value. */
    SCHEMAS_HERE,
    /** Schemas for the same value, by name. */
    NAMED_HERE,
    /** A schema for parts of the value. */
    SCHEMA_BELOW,
    /** A schema, or a list of them, for parts of the value. */
    SCHEMA_OR_LIST_BELOW,
    /** Schemas for parts of the value. */
    SCHEMAS_BELOW,
    /** Schemas for parts of the value, by name. */
    NAMED_BELOW,
    /** Schemas for parts of the value, by pattern. */
    PATTERNS_BELOW,
    /** Schemas that are evaluated only when referenced. */
    DEFINITIONS,
    /** By name: a schema for the same value, or a list of names. */
    DEPENDENCIES,
    /** A reference to a schema for the same value. */
    REFERENCE,
    TYPE,
    VALUES,
    NAMES,
    NAMED_NAMES,
    PATTERN,
    NUMBER,
    POSITIVE_NUMBER,
    /** A number; in draft 4 a boolean. */
    NUMBER_OR_BOOLEAN,
    COUNT,
    BOOLEAN,
    STRING,
    DIALECT,
    IDENTIFIER,
    /** References that are resolved during evaluation, which are rejected. */
    REFUSED;

    private static final Map<String, SchemaForm> BY_KEYWORD =
            Map.ofEntries(
                    Map.entry("$schema", DIALECT),
                    Map.entry("$id", IDENTIFIER),
                    Map.entry("$ref", REFERENCE),
                    Map.entry("$dynamicRef", REFUSED),
                    Map.entry("$recursiveRef", REFUSED),
                    Map.entry("$dynamicAnchor", REFUSED),
                    Map.entry("$recursiveAnchor", REFUSED),
                    Map.entry("$vocabulary", REFUSED),
                    Map.entry("$anchor", STRING),
                    Map.entry("$comment", STRING),
                    Map.entry("$defs", DEFINITIONS),
                    Map.entry("definitions", DEFINITIONS),
                    Map.entry("allOf", SCHEMAS_HERE),
                    Map.entry("anyOf", SCHEMAS_HERE),
                    Map.entry("oneOf", SCHEMAS_HERE),
                    Map.entry("not", SCHEMA_HERE),
                    Map.entry("if", SCHEMA_HERE),
                    Map.entry("then", SCHEMA_HERE),
                    Map.entry("else", SCHEMA_HERE),
                    Map.entry("dependentSchemas", NAMED_HERE),
                    Map.entry("dependencies", DEPENDENCIES),
                    Map.entry("dependentRequired", NAMED_NAMES),
                    Map.entry("properties", NAMED_BELOW),
                    Map.entry("patternProperties", PATTERNS_BELOW),
                    Map.entry("additionalProperties", SCHEMA_BELOW),
                    Map.entry("unevaluatedProperties", SCHEMA_BELOW),
                    Map.entry("propertyNames", SCHEMA_BELOW),
                    Map.entry("items", SCHEMA_OR_LIST_BELOW),
                    Map.entry("prefixItems", SCHEMAS_BELOW),
                    Map.entry("additionalItems", SCHEMA_BELOW),
                    Map.entry("unevaluatedItems", SCHEMA_BELOW),
                    Map.entry("contains", SCHEMA_BELOW),
                    Map.entry("minContains", COUNT),
                    Map.entry("maxContains", COUNT),
                    Map.entry("type", TYPE),
                    Map.entry("enum", VALUES),
                    Map.entry("required", NAMES),
                    Map.entry("pattern", PATTERN),
                    Map.entry("format", STRING),
                    Map.entry("title", STRING),
                    Map.entry("description", STRING),
                    Map.entry("minimum", NUMBER),
                    Map.entry("maximum", NUMBER),
                    Map.entry("exclusiveMinimum", NUMBER_OR_BOOLEAN),
                    Map.entry("exclusiveMaximum", NUMBER_OR_BOOLEAN),
                    Map.entry("multipleOf", POSITIVE_NUMBER),
                    Map.entry("minLength", COUNT),
                    Map.entry("maxLength", COUNT),
                    Map.entry("minItems", COUNT),
                    Map.entry("maxItems", COUNT),
                    Map.entry("minProperties", COUNT),
                    Map.entry("maxProperties", COUNT),
                    Map.entry("uniqueItems", BOOLEAN),
                    Map.entry("deprecated", BOOLEAN),
                    Map.entry("readOnly", BOOLEAN),
                    Map.entry("writeOnly", BOOLEAN));

    /** Keywords whose value may be any JSON value. */
    private static final Set<String> ANNOTATIONS =
            Set.of(
                    "const",
                    "default",
                    "example",
                    "examples",
                    "id",
                    "contentEncoding",
                    "contentMediaType",
                    "contentSchema");

    /** Whether a member of a schema is a known keyword or an extension ({@code x-…}). */
    static boolean isKnown(String keyword) {
        return BY_KEYWORD.containsKey(keyword)
                || ANNOTATIONS.contains(keyword)
                || keyword.startsWith("x-");
    }

    /** Returns all keywords, sorted. */
    static List<String> keywords() {
        return Stream.concat(BY_KEYWORD.keySet().stream(), ANNOTATIONS.stream()).sorted().toList();
    }

    /** Returns the form of a keyword's value; {@code null} if the keyword is not in this list. */
    static @Nullable SchemaForm of(String keyword) {
        return BY_KEYWORD.get(keyword);
    }
}
