package org.vexhost.api;

/**
 * Stands between callers and tools: surrounds every request, including one that ends because there
 * is no such tool, or because the tool cannot be called now. Registered as an OSGi service; the one
 * with the highest {@code service.ranking} is outermost. A change of the set of services applies to
 * requests that begin after it.
 *
 * <p>An interceptor may look at the call before it runs, and at its result or error afterwards. It
 * may reject the call by throwing a {@link ToolException} instead of continuing. It is called on
 * the thread of the caller and should neither block nor compute for long.
 *
 * <p>What it throws apart from {@link ToolException} is logged. If that happens before the call
 * continued, the call ends as {@link ErrorReason#HOST_FAILURE}: a policy that failed is not a
 * policy that agreed. If it happens afterwards, the outcome stands, since the tool has run.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface CallInterceptor {

    /**
     * Surrounds a request.
     *
     * @param call what is asked for
     * @param next the rest of the way; to be continued at most once, on this thread
     * @return usually what {@code next} returned
     * @throws ToolException what {@code next} threw, or why the call is refused
     */
    ToolResult intercept(InterceptedCall call, Continuation next) throws ToolException;

    /** The rest of the way of a call. */
    @FunctionalInterface
    interface Continuation {
        /**
         * Runs the other interceptors and the call.
         *
         * @throws IllegalStateException if it was continued already
         * @throws ToolException if there is no result
         */
        ToolResult proceed() throws ToolException;
    }
}
