package org.vexhost.http.message;

import java.util.List;
import java.util.Objects;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;

/**
 * A request that is well-formed, but may still be denied.
 *
 * @param method one of {@link Grant.Network#METHODS}
 * @param url the URL
 * @param headers the header fields, in the guest's order
 * @param body the body, which must not be changed; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and copying costs time.
public record OutboundRequest(String method, RequestUrl url, List<Header> headers, byte[] body) {

    /** Copies the headers. */
    public OutboundRequest {
        Objects.requireNonNull(url, "url");
        headers = List.copyOf(headers);
    }

    /**
     * Returns the method and the origin, without path, header and body, which may be confidential.
     */
    @Override
    public String toString() {
        return "OutboundRequest[%s %s]".formatted(method, url.origin());
    }

    /**
     * Checks the method.
     *
     * @throws HttpException with INVALID if the method is not one of {@link Grant.Network#METHODS}
     */
    public static String requireMethod(String method) throws HttpException {
        if (!Grant.Network.METHODS.contains(method)) {
            throw new HttpException(
                    HttpError.INVALID,
                    "method is not GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS [%s]"
                            .formatted(MessageText.quote(method)));
        }
        return method;
    }
}
