package org.vexhost.api.web;

import java.util.Optional;

/**
 * A request for a page. Thread-safe.
 *
 * @since 1.0
 */
public interface WebRequest {

    /** Returns {@code GET} or {@code POST}; for a {@code HEAD} request, returns {@code GET}. */
    String method();

    /** Returns the path without the query, percent-decoded. */
    String path();

    /** Returns the first value of a query parameter, decoded. */
    Optional<String> parameter(String name);

    /** Returns the first value of a header field. The case of the name does not matter. */
    Optional<String> header(String name);

    /**
     * Returns the whole body, without copying it; empty if there is no body, or if it has not been
     * read yet.
     */
    byte[] body();

    /** Returns the address of the client, for limits and logs; printable. */
    String address();

    /** Returns whether the visitor's connection is encrypted. */
    boolean isSecure();

    /** Returns whether this is a {@code POST} request, which may change something. */
    default boolean isPost() {
        return method().equals("POST");
    }
}
