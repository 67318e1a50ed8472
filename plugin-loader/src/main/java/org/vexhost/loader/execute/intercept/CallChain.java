package org.vexhost.loader.execute.intercept;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;

/**
 * The interceptors around every call. The host's own interceptors are outermost, so they count and
 * log the final results. Each request uses the interceptors that are present when it starts; later
 * changes affect only later requests.
 */
public final class CallChain {

    private static final Logger LOG = LoggerFactory.getLogger(CallChain.class);

    private final List<CallInterceptor> own;
    private final FailedPolicy failedPolicy;
    private volatile CallInterceptor[] interceptors;

    /** Creates the error of a call whose interceptor failed before it continued the call. */
    @FunctionalInterface
    public interface FailedPolicy {
        /** Creates the error. */
        ToolError error(InterceptedCall call);
    }

    /**
     * Creates a chain of the host's own interceptors.
     *
     * @param own the interceptors, outermost first
     * @param failedPolicy creates the error when an interceptor fails
     */
    public CallChain(List<CallInterceptor> own, FailedPolicy failedPolicy) {
        this.own = List.copyOf(own);
        this.failedPolicy = failedPolicy;
        this.interceptors = array(List.of());
    }

    /**
     * Replaces all interceptors except the host's own.
     *
     * @param others the interceptors, outermost first
     */
    public void set(List<CallInterceptor> others) {
        interceptors = array(others);
    }

    private CallInterceptor[] array(List<CallInterceptor> others) {
        return Stream.concat(own.stream(), others.stream()).toArray(CallInterceptor[]::new);
    }

    /**
     * Passes a request through the interceptors.
     *
     * @param call the request
     * @param end runs the call itself, after the innermost interceptor
     * @return the result of the outermost interceptor
     * @throws ToolException the error of the outermost interceptor
     */
    public ToolResult run(InterceptedCall call, CallInterceptor.Continuation end)
            throws ToolException {
        return new Request(interceptors, call, end).run(0);
    }

    /** One request while it passes through the chain. */
    private final class Request {
        private final CallInterceptor[] interceptors;
        private final InterceptedCall call;
        private final CallInterceptor.Continuation end;
        private final Thread thread = Thread.currentThread();

        Request(
                CallInterceptor[] interceptors,
                InterceptedCall call,
                CallInterceptor.Continuation end) {
            this.interceptors = interceptors;
            this.call = call;
            this.end = end;
        }

        ToolResult run(int index) throws ToolException {
            return index == interceptors.length ? end.proceed() : intercept(index);
        }

        private ToolResult intercept(int index) throws ToolException {
            CallInterceptor interceptor = interceptors[index];
            Step rest = new Step(this, index + 1);
            @Nullable ToolResult result;
            try {
                result = interceptor.intercept(call, rest);
            } catch (ToolException e) {
                throw e;
            } catch (Throwable e) {
                if (rest.threw(e)) {
                    throw e;
                }
                return afterFailure(interceptor, rest, e);
            } finally {
                rest.isOver = true;
            }
            return result != null
                    ? result
                    : afterFailure(interceptor, rest, new NullPointerException("returned null"));
        }

        private ToolResult afterFailure(CallInterceptor interceptor, Step rest, Throwable failure)
                throws ToolException {
            LOG.error(
                    "Interceptor {} failed {} call {} continued",
                    interceptor.getClass().getName(),
                    rest.isContinued ? "after" : "before",
                    call.call().callId(),
                    failure);
            if (rest.isContinued) {
                return rest.outcome();
            }
            throw new ToolException(failedPolicy.error(call), failure);
        }
    }

    /** The continuation that one interceptor receives. Used by one thread only. */
    private static final class Step implements CallInterceptor.Continuation {
        private final Request request;
        private final int next;
        private boolean isContinued;
        private boolean isOver;
        private @Nullable ToolResult result;
        private @Nullable Throwable failure;

        Step(Request request, int next) {
            this.request = request;
            this.next = next;
        }

        @Override
        public ToolResult proceed() throws ToolException {
            if (Thread.currentThread() != request.thread) {
                throw new IllegalStateException("call was continued on another thread");
            }
            if (isContinued || isOver) {
                throw new IllegalStateException(
                        "call was continued already, or its interceptor has returned");
            }
            isContinued = true;
            try {
                ToolResult got = request.run(next);
                result = got;
                return got;
            } catch (Throwable e) {
                failure = e;
                throw e;
            }
        }

        /** Whether {@code thrown} comes from an inner interceptor or from the call itself. */
        boolean threw(Throwable thrown) {
            return thrown == failure;
        }

        /** Returns the result of the continued call, or throws its error. */
        ToolResult outcome() throws ToolException {
            if (result != null) {
                return result;
            }
            if (failure instanceof ToolException known) {
                throw known;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            // The call itself throws no other exception, but an inner interceptor may violate its
            // contract and throw one.
            throw failure instanceof RuntimeException unknown
                    ? unknown
                    : new IllegalStateException("call has no outcome", failure);
        }
    }
}
