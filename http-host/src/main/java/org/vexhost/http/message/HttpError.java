package org.vexhost.http.message;

/** Why a request failed, as the guest gets it: a negative number. */
public enum HttpError {
    /** Not granted: the origin, the method or the address. */
    DENIED(-1),
    /** The name has no address that could be found. */
    NAME(-2),
    /** No connection, or it broke. */
    CONNECT(-3),
    /** No trusted connection: certificate, name or protocol version. */
    TLS(-4),
    /** The request's time was over. */
    TIMEOUT(-5),
    /** A response is larger than a limit. */
    TOO_LARGE(-6),
    /** The server's answer is not HTTP. */
    PROTOCOL(-7),
    /** The request itself is not acceptable. */
    INVALID(-8),
    /** Too many requests: of the call, or at once. */
    LIMIT(-9),
    /** There is no request with this handle. */
    HANDLE(-10),
    /** The response is not there yet. */
    NOT_READY(-11),
    /** A secret cannot be used as the request asks, or its response cannot be looked through. */
    SECRET(-12);

    private final int code;

    HttpError(int code) {
        this.code = code;
    }

    /** The number, -1 or less. */
    public int code() {
        return code;
    }
}
