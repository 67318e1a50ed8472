package org.vexhost.http.message;

import java.util.Objects;

/**
 * Thrown if a request fails. The message tells the author of the guest what is wrong, and where.
 */
public final class HttpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final HttpError error;

    /** Creates an exception without a cause. */
    public HttpException(HttpError error, String message) {
        super(message);
        this.error = Objects.requireNonNull(error, "error");
    }

    /** Creates an exception with a cause. */
    public HttpException(HttpError error, String message, Throwable cause) {
        super(message, cause);
        this.error = Objects.requireNonNull(error, "error");
    }

    /** Returns the kind of failure. */
    public HttpError error() {
        return error;
    }

    /** Returns the message. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
