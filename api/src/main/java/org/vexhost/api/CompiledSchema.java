package org.vexhost.api;

import java.util.Optional;

/**
 * A JSON Schema that was checked, bounded and compiled. Implemented by hosts alone. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface CompiledSchema {

    /**
     * Checks a value against the schema.
     *
     * @param deadline when checking ends; a value whose check has not ended by then does not match
     * @return where and why it does not match; empty if it matches
     */
    Optional<ErrorDetail.SchemaViolations> violations(Json value, Deadline deadline);
}
