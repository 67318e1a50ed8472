package org.vexhost.api;

/**
 * An interceptor of all requests from callers to tools. It also sees requests that fail because the
 * tool does not exist or is unavailable. Interceptors are OSGi services. The interceptor with the
 * highest {@code service.ranking} is outermost. A change of the set of services applies to requests
 * that begin after it.
 *
 * <p>An interceptor may look at the call before it runs, and at its result or error afterwards. It
 * may reject the call by throwing a {@link ToolException} instead of continuing. It is called on
 * the thread of the caller, and should neither block nor compute for long.
 *
 * <p>Exceptions other than {@link ToolException} are logged. If such an exception is thrown before
 * {@link Continuation#proceed} was called, the call ends with {@link ErrorReason#HOST_FAILURE},
 * since an interceptor that failed has not approved the call. If it is thrown afterwards, the
 * outcome of the call does not change, since the tool has already run.
 *
 * @since 1.0
 */
@FunctionalInterface
public interface CallInterceptor {

    /**
     * Handles a request.
     *
     * @param call the request
     * @param next runs the rest of the chain; call it at most once, on this thread
     * @return the result of the request, usually what {@code next} returned
     * @throws ToolException if {@code next} threw the exception, or the interceptor rejects the
     *     call
     */
    ToolResult intercept(InterceptedCall call, Continuation next) throws ToolException;

    /** The rest of the chain: the remaining interceptors and the call. */
    @FunctionalInterface
    interface Continuation {
        /**
         * Runs the remaining interceptors and the call.
         *
         * @throws IllegalStateException if this method was already called
         * @throws ToolException if there is no result
         */
        ToolResult proceed() throws ToolException;
    }
}
