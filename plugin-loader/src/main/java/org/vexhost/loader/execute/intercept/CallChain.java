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
 * The interceptors around every call, the host's own outermost: they count and log what callers
 * get. A request reads one immutable array, so that a change applies to requests that begin later.
 */
public final class CallChain {

    private static final Logger LOG = LoggerFactory.getLogger(CallChain.class);

    private final List<CallInterceptor> own;
    private final FailedPolicy failedPolicy;
    private volatile CallInterceptor[] interceptors;

    /** What a call ends with when an interceptor failed before the call continued. */
    @FunctionalInterface
    public interface FailedPolicy {
        /** Makes the error. */
        ToolError error(InterceptedCall call);
    }

    /**
     * A chain of the host's own interceptors.
     *
     * @param own outermost first
     */
    public CallChain(List<CallInterceptor> own, FailedPolicy failedPolicy) {
        this.own = List.copyOf(own);
        this.failedPolicy = failedPolicy;
        this.interceptors = array(List.of());
    }

    /**
     * Replaces all interceptors but the host's own.
     *
     * @param others outermost first
     */
    public void set(List<CallInterceptor> others) {
        interceptors = array(others);
    }

    private CallInterceptor[] array(List<CallInterceptor> others) {
        return Stream.concat(own.stream(), others.stream()).toArray(CallInterceptor[]::new);
    }

    /**
     * Takes a request through the interceptors.
     *
     * @param end the call itself
     * @return what the outermost interceptor returned
     * @throws ToolException what it threw
     */
    public ToolResult run(InterceptedCall call, CallInterceptor.Continuation end)
            throws ToolException {
        return new Request(interceptors, call, end).run(0);
    }

    /** One request on its way. */
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

    /** The rest of the way, as one interceptor has it; used by one thread. */
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

        /** Whether a failure comes from further inside. */
        boolean threw(Throwable thrown) {
            return thrown == failure;
        }

        /** The outcome of the call, once it continued. */
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
            // The call itself throws nothing else; it may be that of an interceptor without rules.
            throw failure instanceof RuntimeException unknown
                    ? unknown
                    : new IllegalStateException("call has no outcome", failure);
        }
    }
}
