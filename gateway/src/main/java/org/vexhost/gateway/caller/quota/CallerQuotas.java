package org.vexhost.gateway.caller.quota;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.vexhost.api.CallInterceptor;
import org.vexhost.api.Caller;
import org.vexhost.api.ErrorDetail.QuotaExceeded;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.MessageText;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolResult;
import org.vexhost.api.Usage;
import org.vexhost.gateway.caller.file.CallerSettings;

/**
 * Enforces the limits that the operator set for each client: allowed tools, number of calls, and
 * fuel. If a client may not use a tool, the client gets the same error as for an unknown tool.
 * Calls that run at the same time may exceed the fuel quota; the excess is counted but not
 * prevented.
 */
public final class CallerQuotas implements CallInterceptor {

    private final Function<String, Optional<CallerSettings>> callers;
    private final FuelBook fuel;
    private final LongSupplier nanoTime;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /** The calls of one caller; guarded by itself. */
    private static final class Counter {
        private final MinuteWindow begun = new MinuteWindow();
        private long running;
    }

    /**
     * Creates the quotas.
     *
     * @param callers returns the current settings of a caller by name; empty if it is not
     *     configured
     */
    public CallerQuotas(
            Function<String, Optional<CallerSettings>> callers,
            FuelBook fuel,
            LongSupplier nanoTime) {
        this.callers = callers;
        this.fuel = fuel;
        this.nanoTime = nanoTime;
    }

    @Override
    public ToolResult intercept(InterceptedCall call, Continuation next) throws ToolException {
        Caller caller = call.call().caller();
        return switch (caller.kind()) {
            case CLIENT -> limited(call, next);
            case ANONYMOUS -> uniform(call.tool(), next);
            case USER, BUNDLE, HOST -> next.proceed();
        };
    }

    /** Drops the counters of callers that are no longer configured. */
    public void forgetOthers() {
        counters.entrySet()
                .removeIf(
                        entry -> {
                            synchronized (entry.getValue()) {
                                return entry.getValue().running == 0
                                        && callers.apply(entry.getKey()).isEmpty();
                            }
                        });
    }

    private ToolResult limited(InterceptedCall call, Continuation next) throws ToolException {
        String name = call.call().caller().name();
        CallerSettings settings =
                callers.apply(name).orElseThrow(() -> gone(call.tool(), name).toException());
        if (!settings.tools().matches(call.tool())) {
            throw unknown(call.tool()).toException();
        }
        Counter counter = counters.computeIfAbsent(name, key -> new Counter());
        begin(call.tool(), name, settings, counter);
        try {
            ToolResult result = uniform(call.tool(), next);
            fuel.add(name, result.usage().totalFuelConsumed());
            return result;
        } catch (ToolException e) {
            fuel.add(name, e.error().usage().map(Usage::totalFuelConsumed).orElse(0L));
            throw e;
        } finally {
            synchronized (counter) {
                counter.running--;
            }
        }
    }

    private void begin(String tool, String name, CallerSettings settings, Counter counter)
            throws ToolException {
        OptionalLong perDay = settings.fuelPerDay();
        if (perDay.isPresent() && fuel.used(name) >= perDay.getAsLong()) {
            throw exceeded(
                    tool, name, "fuelPerDay", perDay.getAsLong(), "fuel", fuel.untilTomorrow());
        }
        synchronized (counter) {
            OptionalLong atOnce = settings.callsAtOnce();
            if (atOnce.isPresent() && counter.running >= atOnce.getAsLong()) {
                throw exceeded(
                        tool,
                        name,
                        "callsAtOnce",
                        atOnce.getAsLong(),
                        "calls",
                        Duration.ofSeconds(1));
            }
            long second = Math.floorDiv(nanoTime.getAsLong(), 1_000_000_000L);
            long max = settings.callsPerMinute().orElse(Long.MAX_VALUE);
            long wait = counter.begun.begin(second, max);
            if (wait > 0) {
                throw exceeded(
                        tool, name, "callsPerMinute", max, "calls", Duration.ofSeconds(wait));
            }
            counter.running++;
        }
    }

    /** Proceeds with the call, and reports an unknown tool to every caller in the same words. */
    private static ToolResult uniform(String tool, Continuation next) throws ToolException {
        try {
            return next.proceed();
        } catch (ToolException e) {
            if (e.error().reason() == ErrorReason.NO_SUCH_TOOL) {
                throw unknown(tool).toException();
            }
            throw e;
        }
    }

    private static ToolError unknown(String tool) {
        String shown = MessageText.quote(tool);
        return ToolError.of(
                ErrorReason.NO_SUCH_TOOL,
                shown.substring(1, shown.length() - 1),
                "Tool %s is not deployed".formatted(shown));
    }

    private static ToolError gone(String tool, String name) {
        return ToolError.of(
                ErrorReason.REFUSED_BY_POLICY,
                MessageText.escape(tool, 64),
                "Caller '%s' is no longer configured".formatted(name));
    }

    private static ToolException exceeded(
            String tool, String name, String quota, long max, String unit, Duration retryAfter) {
        return ToolError.of(
                        ErrorReason.CALLER_QUOTA,
                        MessageText.escape(tool, 64),
                        "Caller '%s' exceeded %s of %d %s".formatted(name, quota, max, unit),
                        new QuotaExceeded(quota, max, unit, retryAfter))
                .toException();
    }
}
