package org.vexhost.api;

import java.util.Optional;

/**
 * A checked, bounded and compiled JSON Schema. Only hosts implement this. Thread-safe.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface CompiledSchema {

    /**
     * Checks a value against the schema.
     *
     * @param deadline when checking stops; a value that is still being checked at that moment
     *     counts as not matching
     * @return where and why the value does not match; empty if it matches
     */
    Optional<ErrorDetail.SchemaViolations> violations(Json value, Deadline deadline);
}
