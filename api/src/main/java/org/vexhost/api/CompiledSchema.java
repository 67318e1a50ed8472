package org.vexhost.api;

import java.util.Optional;

/**
 * A JSON Schema that was checked, found to be within limits, and compiled. Only hosts implement
 * this interface. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface CompiledSchema {

    /**
     * Checks a value against the schema.
     *
     * @param deadline the time at which checking stops; a value that has not been checked
     *     completely by then counts as not matching
     * @return where and why the value does not match; empty if it matches
     */
    Optional<ErrorDetail.SchemaViolations> violations(Json value, Deadline deadline);
}
