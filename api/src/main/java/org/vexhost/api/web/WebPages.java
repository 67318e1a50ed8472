package org.vexhost.api.web;

import java.util.Map;
import java.util.Optional;

/**
 * Web pages for operators that a module contributes. It is an OSGi service. The pages are served on
 * the listeners for operators. Requests for them need no token, so the pages must authenticate
 * their visitors themselves, with {@link TokenCheck}. Thread-safe.
 *
 * <p>The host name, the origin and the path of a request are checked before a method of this
 * interface is called. Only {@code GET} and {@code POST} requests are passed on.
 *
 * @since 1.0
 */
public interface WebPages {

    /**
     * Returns the paths of the pages, each with the maximum size of a request's body, in bytes, 0
     * or more. A request with a larger body is answered with 413. A path begins with a slash. A
     * path that also ends with a slash includes everything below it. If several paths match a
     * request, the longest one applies.
     */
    Map<String, Long> paths();

    /**
     * Answers a request if the body is not needed for this, for example because the visitor is not
     * signed in. Must never block.
     *
     * @param request the request, possibly without its body
     * @return the answer; empty if {@link #answer} must answer the request
     */
    Optional<WebAnswer> answerWithoutBody(WebRequest request);

    /**
     * Answers a request. For {@code POST}, this method may block: it is called on a separate
     * thread, which is interrupted when the host stops.
     *
     * @throws InterruptedException if the host stops
     */
    WebAnswer answer(WebRequest request) throws InterruptedException;
}
