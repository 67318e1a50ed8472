package org.vexhost.loader.execute;

import org.vexhost.api.CallInterceptor;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.registry.ToolRegistry;

/** Counts calls by the names of tools that are in the registry when they begin. */
final class CountingInterceptor implements CallInterceptor {

    private final CallCounters counters;
    private final ToolRegistry registry;

    CountingInterceptor(CallCounters counters, ToolRegistry registry) {
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
