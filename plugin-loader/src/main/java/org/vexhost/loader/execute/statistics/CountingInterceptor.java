package org.vexhost.loader.execute.statistics;

import org.vexhost.api.CallInterceptor;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.registry.ToolRegistry;

/** Counts calls by the names of tools that are in the registry when they begin. */
public final class CountingInterceptor implements CallInterceptor {

    private final CallCounters counters;
    private final ToolRegistry registry;

    /**
     * An interceptor that counts.
     *
     * @param counters what it counts into
     * @param registry which tools there are
     */
    public CountingInterceptor(CallCounters counters, ToolRegistry registry) {
        this.counters = counters;
        this.registry = registry;
    }

    @Override
    public ToolResult intercept(InterceptedCall call, Continuation next) throws ToolException {
        if (registry.find(call.tool()).isEmpty()) {
            counters.countNotFound();
            return next.proceed();
        }
        CallCounters.Counter counter = counters.of(call.tool());
        counter.begin();
        try {
            ToolResult result = next.proceed();
            counter.succeeded(result);
            return result;
        } catch (ToolException e) {
            counter.failed(e.error());
            throw e;
        }
    }
}
