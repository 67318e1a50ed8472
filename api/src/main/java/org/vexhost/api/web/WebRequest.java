package org.vexhost.api.web;

import java.util.Optional;

/**
 * A request for a page. Thread-safe.
 *
 * @since 1.0
 */
public interface WebRequest {

    /** {@code GET} or {@code POST}; {@code GET} for {@code HEAD}. */
    String method();

    /** The path without query, percent-decoded. */
    String path();

    /** The first value of a parameter of the query, decoded. */
    Optional<String> parameter(String name);

    /** The first value of a header; the name's case does not matter. */
    Optional<String> header(String name);

    /** The whole body; empty if there is none, or it is not read yet. Not copied. */
    byte[] body();

    /** Where it comes from, for limits and logs; printable. */
    String address();

    /** Whether the visitor's connection is encrypted. */
    boolean isSecure();

    /** Whether it is to change something. */
    default boolean isPost() {
        return method().equals("POST");
    }
}
