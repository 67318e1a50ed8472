package org.vexhost.http.message;

import java.util.Objects;

/** A request that failed. The message is for the guest's author: what is wrong, and where. */
public final class HttpException extends Exception {

    private static final long serialVersionUID = 1L;

    private final HttpError error;

    /** Without a cause. */
    public HttpException(HttpError error, String message) {
        super(message);
        this.error = Objects.requireNonNull(error, "error");
    }

    /** With what led to it. */
    public HttpException(HttpError error, String message, Throwable cause) {
        super(message, cause);
        this.error = Objects.requireNonNull(error, "error");
    }

    /** What kind of failure it is. */
    public HttpError error() {
        return error;
    }

    /** The message. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
