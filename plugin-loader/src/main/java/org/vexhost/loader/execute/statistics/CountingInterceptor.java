package org.vexhost.loader.execute.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;
import org.vexhost.api.admin.CallRecord;
import org.vexhost.loader.registry.ToolRegistry;

/**
 * Counts calls and records the latest ones. A call is counted if its tool is in the registry when
 * the call starts.
 */
public final class CountingInterceptor implements CallInterceptor {

    private final CallCounters counters;
    private final ToolRegistry registry;

    /**
     * Creates an interceptor.
     *
     * @param counters receives the counts
     * @param registry the deployed tools
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
        long begin = System.nanoTime();
        try {
            ToolResult result = next.proceed();
            counter.succeeded(result);
            counter.add(
                    record(
                            call,
                            begin,
                            Optional.empty(),
                            result.output().sizeBytes(),
                            result.usage()));
            return result;
        } catch (ToolException e) {
            counter.failed(e.error());
            counter.add(
                    record(
                            call,
                            begin,
                            Optional.of(e.error().reason()),
                            0,
                            e.error().usage().orElse(Usage.NONE)));
            throw e;
        }
    }

    private CallRecord record(
            InterceptedCall call,
            long begin,
            Optional<ErrorReason> error,
            long resultBytes,
            Usage usage) {
        return new CallRecord(
                counters.nextSequence(),
                call.call().callId(),
                call.tool(),
                call.version(),
                call.artifactDigest(),
                call.call().caller(),
                Instant.now(),
                Duration.ofNanos(Math.max(0, System.nanoTime() - begin)),
                error,
                call.call().arguments().sizeBytes(),
                resultBytes,
                usage);
    }
}
