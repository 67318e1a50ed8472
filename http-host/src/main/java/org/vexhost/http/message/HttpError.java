package org.vexhost.http.message;

/** The reason why a request failed, which the guest receives as a negative number. */
public enum HttpError {
    /** The origin, the method or the address is not granted. */
    DENIED(-1),
    /** No address was found for the name. */
    NAME(-2),
    /** The connection could not be established, or it broke. */
    CONNECT(-3),
    /** The connection is not trusted because of its certificate, name or protocol version. */
    TLS(-4),
    /** The deadline of the request has passed. */
    TIMEOUT(-5),
    /** A response is larger than a limit. */
    TOO_LARGE(-6),
    /** The server's response is not HTTP. */
    PROTOCOL(-7),
    /** The request itself is not acceptable. */
    INVALID(-8),
    /**
     * The call has started too many requests, too many requests are open, or the call's memory is
     * used up.
     */
    LIMIT(-9),
    /** There is no request with this handle. */
    HANDLE(-10),
    /** The response has not arrived yet. */
    NOT_READY(-11),
    /**
     * A secret is not available for this request, or the response cannot be searched for secrets.
     */
    SECRET(-12);

    private final int code;

    HttpError(int code) {
        this.code = code;
    }

    /** Returns the number that the guest receives, -1 or less. */
    public int code() {
        return code;
    }
}
