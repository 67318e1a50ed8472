package org.vexhost.api.web;

import java.util.Map;
import java.util.Optional;

/**
 * Pages for operators that a module contributes: an OSGi service. They are reached where the host
 * is administered, without a caller's token in the request, so they recognise their visitors
 * themselves, by {@link TokenCheck}. Thread-safe.
 *
 * <p>Before a request gets here, its host, its origin and its path were checked. A request whose
 * method is neither {@code GET} nor {@code POST} does not.
 *
 * @since 1.0
 */
public interface WebPages {

    /**
     * The paths where they are, each with the largest body of a request, in bytes, 0 or more; a
     * larger one is answered 413. A path begins with a slash; one that ends with a slash stands for
     * all below it. The longest path that fits a request counts.
     */
    Map<String, Long> paths();

    /**
     * Answers a request whose body nobody has to read, for example since its visitor is not
     * recognised. Never blocks.
     *
     * @param request without its body
     * @return empty if {@link #answer} decides
     */
    Optional<WebAnswer> answerWithoutBody(WebRequest request);

    /**
     * Answers a request. {@code POST} may block: it runs on a thread of its own, which is
     * interrupted when the host stops.
     *
     * @throws InterruptedException if the host stops
     */
    WebAnswer answer(WebRequest request) throws InterruptedException;
}
