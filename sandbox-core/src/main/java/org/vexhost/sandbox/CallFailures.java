package org.vexhost.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.ErrorDetail;
import org.vexhost.api.ErrorReason;
import org.vexhost.api.MessageText;
import org.vexhost.api.SandboxLimits;
import org.vexhost.api.ToolError;
import org.vexhost.api.ToolException;
import org.vexhost.api.Usage;
import org.vexhost.sandbox.guest.FuelExhaustedException;
import org.vexhost.sandbox.instantiate.BadResultException;
import org.vexhost.sandbox.output.OutputTooLargeException;
import org.vexhost.sandbox.run.JobStoppedException;
import org.vexhost.sandbox.run.NoThreadException;
import org.vexhost.sandbox.run.StopReason;

/** Creates the errors for failed calls of one tool. Each message has the tool's name. */
final class CallFailures {

    private static final Logger LOG = LoggerFactory.getLogger(CallFailures.class);

    private final String tool;
    private final SandboxLimits limits;
    private final long maxFuel;
    private final Duration timeout;

    CallFailures(String tool, SandboxLimits limits, long maxFuel, Duration timeout) {
        this.tool = tool;
        this.limits = limits;
        this.maxFuel = maxFuel;
        this.timeout = timeout;
    }

    /** Returns the error for an exception that a call threw on its sandbox thread. */
    ToolException of(Throwable thrown, String callId, long startNanoTime, Usage usage) {
        if (thrown instanceof JobStoppedException stopped) {
            return stopped(stopped.reason(), startNanoTime, usage);
        }
        if (thrown instanceof FuelExhaustedException) {
            return fuel(usage);
        }
        if (thrown instanceof BadResultException bad) {
            return error(bad.reason(), bad.fact(), bad.detail(), usage);
        }
        if (thrown instanceof OutputTooLargeException large) {
            return outputTooLarge(large.sizeBytes(), usage);
        }
        if (thrown instanceof OutOfMemoryError full && isOfHeap(full)) {
            return heapFull(full, callId, usage);
        }
        return hostFailure(thrown, callId, usage);
    }

    /** Returns the error for a call that the host stopped. */
    ToolException stopped(StopReason reason, long startNanoTime, Usage usage) {
        long elapsedMillis = (System.nanoTime() - startNanoTime) / 1_000_000;
        return switch (reason) {
            case DEADLINE -> wallClock(elapsedMillis, usage);
            case CANCELLED ->
                    error(
                            ErrorReason.CANCELLED,
                            "was cancelled by its caller [after %d ms]".formatted(elapsedMillis),
                            Optional.empty(),
                            usage);
            case CLOSED ->
                    error(
                            ErrorReason.DRAINING,
                            "was stopped because its host is shutting down [after %d ms]"
                                    .formatted(elapsedMillis),
                            Optional.empty(),
                            usage);
        };
    }

    private ToolException wallClock(long elapsedMillis, Usage usage) {
        long max = timeout.toMillis();
        if (elapsedMillis < max) {
            return error(
                    ErrorReason.WALL_CLOCK,
                    "exceeded its caller's deadline [after %d ms, timeout of %d ms]"
                            .formatted(elapsedMillis, max),
                    new ErrorDetail.LimitExceeded(
                            "deadline", elapsedMillis, "ms", OptionalLong.of(elapsedMillis)),
                    usage);
        }
        return error(
                ErrorReason.WALL_CLOCK,
                "exceeded timeout of %d ms [after %d ms]".formatted(max, elapsedMillis),
                new ErrorDetail.LimitExceeded("timeout", max, "ms", OptionalLong.of(elapsedMillis)),
                usage);
    }

    private ToolException fuel(Usage usage) {
        long host = usage.hostFuelConsumed();
        String ofHost = host == 0 ? "" : ", %d of them by the host".formatted(host);
        return error(
                ErrorReason.FUEL,
                "exceeded maxFuel of %d units [consumed %d%s]"
                        .formatted(maxFuel, usage.totalFuelConsumed(), ofHost),
                new ErrorDetail.LimitExceeded(
                        "maxFuel", maxFuel, "units", OptionalLong.of(usage.totalFuelConsumed())),
                usage);
    }

    private ToolException outputTooLarge(long sizeBytes, Usage usage) {
        return error(
                ErrorReason.OUTPUT_TOO_LARGE,
                "exceeded maxOutputBytes of %s [result of %d bytes]"
                        .formatted(MessageText.bytes(limits.maxOutputBytes()), sizeBytes),
                new ErrorDetail.LimitExceeded(
                        "maxOutputBytes",
                        limits.maxOutputBytes(),
                        "bytes",
                        OptionalLong.of(sizeBytes)),
                usage);
    }

    /**
     * Returns whether the heap is full. The JVM also throws this error if it cannot start a thread,
     * or for an array that is too large for any heap.
     */
    private static boolean isOfHeap(OutOfMemoryError error) {
        String message = String.valueOf(error.getMessage());
        return message.contains("heap space") || message.contains("GC overhead");
    }

    private ToolException heapFull(OutOfMemoryError full, String callId, Usage usage) {
        long heap = Runtime.getRuntime().maxMemory();
        LOG.warn(
                "Tool '{}' found no room in the heap of {} MiB [call {}, {}]: raise -Xmx, or run"
                        + " fewer calls at once",
                tool,
                heap >> 20,
                callId,
                full.getMessage());
        return error(
                ErrorReason.OVERLOADED,
                "found no room in its host's heap of %s".formatted(MessageText.bytes(heap)),
                Optional.empty(),
                usage);
    }

    private ToolException hostFailure(Throwable thrown, String callId, Usage usage) {
        LOG.error("Tool '{}' failed in the host [call {}]", tool, callId, thrown);
        ToolError error =
                ToolError.of(
                                ErrorReason.HOST_FAILURE,
                                tool,
                                "Tool '%s' failed in the host [%s]"
                                        .formatted(tool, thrown.getClass().getSimpleName()))
                        .withUsage(usage);
        return new ToolException(error, thrown);
    }

    /** Returns the error for arguments that are too large; no sandbox was started. */
    ToolException inputTooLarge(int sizeBytes) {
        return error(
                ErrorReason.INPUT_TOO_LARGE,
                "exceeded maxInputBytes of %s [arguments of %d bytes]"
                        .formatted(MessageText.bytes(limits.maxInputBytes()), sizeBytes),
                new ErrorDetail.LimitExceeded(
                        "maxInputBytes",
                        limits.maxInputBytes(),
                        "bytes",
                        OptionalLong.of(sizeBytes)),
                null);
    }

    /** Returns the error for a call for which no thread was available; no sandbox was started. */
    ToolException noThread(NoThreadException e) {
        if (e.isClosed()) {
            return unavailable(
                    ErrorReason.DRAINING, "takes no new calls: its host is shutting down");
        }
        return unavailable(
                ErrorReason.OVERLOADED, "has no thread to run on [%s]".formatted(e.getMessage()));
    }

    /** Returns an error for a call that cannot run now; no sandbox was started. */
    ToolException unavailable(ErrorReason reason, String fact) {
        return error(reason, fact, Optional.empty(), null);
    }

    private ToolException error(
            ErrorReason reason, String fact, ErrorDetail detail, @Nullable Usage usage) {
        return error(reason, fact, Optional.of(detail), usage);
    }

    private ToolException error(
            ErrorReason reason, String fact, Optional<ErrorDetail> detail, @Nullable Usage usage) {
        return new ToolError(
                        reason,
                        tool,
                        "Tool '%s' %s".formatted(tool, fact),
                        detail,
                        Optional.ofNullable(usage))
                .toException();
    }
}
