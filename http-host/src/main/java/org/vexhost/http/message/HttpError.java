package org.vexhost.http.message;

/** The reason why a request failed, which the guest receives as a negative number. */
public enum HttpError {
    /** The origin, the method or the address is not granted. */
    DENIED(-1),
    /** No address was found for the name. */
    NAME(-2),
    /** The connection failed or broke. */
    CONNECT(-3),
    /** The connection is not trusted: certificate, name or protocol version. */
    TLS(-4),
    /** The request's time is over. */
    TIMEOUT(-5),
    /** A response is larger than a limit. */
    TOO_LARGE(-6),
    /** The server's response is not HTTP. */
    PROTOCOL(-7),
    /** The request itself is not acceptable. */
    INVALID(-8),
    /** Too many requests, of the call or at once. */
    LIMIT(-9),
    /** There is no request with this handle. */
    HANDLE(-10),
    /** The response has not arrived. */
    NOT_READY(-11),
    /**
     * A secret cannot be used as the request demands, or the response cannot be searched for
     * secrets.
     */
    SECRET(-12);

    private final int code;

    HttpError(int code) {
        this.code = code;
    }

    /** Returns the number, -1 or less. */
    public int code() {
        return code;
    }
}
