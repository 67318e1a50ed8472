package org.vexhost.http.message;

import java.util.List;
import java.util.Objects;
import org.vexhost.api.Grant;
import org.vexhost.api.MessageText;

/**
 * A request that is well-formed; whether it may be sent is another matter.
 *
 * @param method one of {@link Grant.Network#METHODS}
 * @param url where to
 * @param headers in the order of the guest
 * @param body its own copy; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and copying costs.
public record OutboundRequest(String method, RequestUrl url, List<Header> headers, byte[] body) {

    /** Copies the headers. */
    public OutboundRequest {
        Objects.requireNonNull(url, "url");
        headers = List.copyOf(headers);
    }

    /** Without path, header and body, which may hold what is nobody's business. */
    @Override
    public String toString() {
        return "OutboundRequest[%s %s]".formatted(method, url.origin());
    }

    /**
     * Checks the method.
     *
     * @throws HttpException with INVALID if it is not one of those there are
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
