package org.vexhost.loader.execute;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;

/** Logs one line for each call, at the level {@code debug}. */
final class LoggingInterceptor implements CallInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryToolExecutor.class);

    @Override
    public ToolResult intercept(InterceptedCall call, Continuation next) throws ToolException {
        if (!LOG.isDebugEnabled()) {
            return next.proceed();
        }
        try {
            ToolResult result = next.proceed();
            LOG.debug(
                    "Call {} of '{}' by {} took {}",
                    call.call().callId(),
                    result.tool(),
                    call.call().caller(),
                    result.duration());
            return result;
        } catch (ToolException e) {
            LOG.debug(
                    "Call {} of '{}' by {} failed: {}",
                    call.call().callId(),
                    e.error().tool(),
                    call.call().caller(),
                    e.error().message());
            throw e;
        }
    }
}
