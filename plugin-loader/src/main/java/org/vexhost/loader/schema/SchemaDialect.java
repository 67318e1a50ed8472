package org.vexhost.loader.schema;

import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The supported drafts of JSON Schema; without {@code $schema}, the draft is 2020-12. */
enum SchemaDialect {
    DRAFT_4("draft-04/schema", "id"),
    DRAFT_6("draft-06/schema", "$id"),
    DRAFT_7("draft-07/schema", "$id"),
    DRAFT_2019_09("draft/2019-09/schema", "$id"),
    DRAFT_2020_12("draft/2020-12/schema", "$id");

    private final String path;
    private final String idKeyword;

    SchemaDialect(String path, String idKeyword) {
        this.path = path;
        this.idKeyword = idKeyword;
    }

    /**
     * Returns the draft with an identifier. The scheme may be {@code http} or {@code https}, and a
     * {@code #} may follow.
     */
    static Optional<SchemaDialect> find(String identifier) {
        String wanted = identifier.replaceFirst("^https?://json-schema\\.org/", "");
        String bare = wanted.endsWith("#") ? wanted.substring(0, wanted.length() - 1) : wanted;
        for (SchemaDialect dialect : values()) {
            if (!wanted.equals(identifier) && dialect.path.equals(bare)) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the draft that a schema names; 2020-12 if the schema names no draft or an unknown
     * one.
     */
    static SchemaDialect of(JsonNode schema) {
        JsonNode named = schema.get("$schema");
        return named == null || !named.isString()
                ? DRAFT_2020_12
                : find(named.stringValue()).orElse(DRAFT_2020_12);
    }

    /** Returns the keyword that sets a schema's base URI. */
    String idKeyword() {
        return idKeyword;
    }

    /** Returns the validator's dialect. */
    Dialect dialect() {
        return switch (this) {
            case DRAFT_4 -> Dialects.getDraft4();
            case DRAFT_6 -> Dialects.getDraft6();
            case DRAFT_7 -> Dialects.getDraft7();
            case DRAFT_2019_09 -> Dialects.getDraft201909();
            case DRAFT_2020_12 -> Dialects.getDraft202012();
        };
    }
}
