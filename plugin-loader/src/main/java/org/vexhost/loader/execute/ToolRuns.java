package org.vexhost.loader.execute;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vexhost.api.CallTarget;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolOutput;
import org.vexhost.api.Usage;
import org.vexhost.loader.registry.ServedTool;

/**
 * Runs calls that have a permit. The sandbox always ends a module's call in time, so the caller's
 * thread waits for it without a limit of its own. A Java tool runs on a separate thread.
 */
final class ToolRuns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolRuns.class);

    /**
     * The heap that a call of a Java tool is assumed to need, in addition to its arguments: 1 MiB.
     */
    private static final long JAVA_TOOL_BYTES = 1L << 20;

    private final JavaTools javaTools = new JavaTools();

    /**
     * Whether a call always ends in time by itself. Such a call needs no thread that can be
     * abandoned.
     */
    private static boolean isContained(CallTarget target) {
        return target.location() != CallTarget.Location.JAVA;
    }

    /** Whether the tool accepts calls now. */
    boolean takesCalls(ServedTool served) {
        return isContained(served)
                ? served.tool().isAvailable()
                : javaTools.stuck(served) < JavaTools.MAX_STUCK_THREADS;
    }

    /**
     * Rejects a call of a Java tool that is out of service. A module reports this itself when it
     * runs.
     */
    void requireInService(ServedTool served) throws ToolException {
        if (!isContained(served)) {
            javaTools.requireNotQuarantined(served);
        }
    }

    /** Returns the most heap that a call may use, in bytes. */
    static long reservedBytes(ServedTool served, ToolCall call) {
        return served.reservedBytes()
                .orElseGet(() -> JAVA_TOOL_BYTES + 2L * call.arguments().sizeBytes());
    }

    /** Checks a result before the caller receives it. */
    @FunctionalInterface
    interface ResultCheck {
        /**
         * Checks a result.
         *
         * @throws ToolException if the result violates the tool's output schema
         */
        void check(ToolOutput output) throws ToolException;
    }

    /**
     * Runs a call.
     *
     * @param served the version to run on
     * @param call the call
     * @param permit closed when no part of the call is running, which may be after this method
     *     returns
     * @param check checks the result; a module's call holds its permit during the check
     */
    ToolOutput run(ServedTool served, ToolCall call, Permit permit, ResultCheck check)
            throws ToolException {
        if (!isContained(served)) {
            ToolOutput output = new ToolOutput(javaTools.run(served, call, permit), Usage.NONE);
            check.check(output);
            return output;
        }
        try {
            ToolOutput output = served.run(call, permit);
            check.check(output);
            return output;
        } catch (RuntimeException | Error e) {
            String name = served.definition().name();
            LOG.error(
                    "A call of tool '{}' failed because of an error in the host [call {}]",
                    name,
                    call.callId(),
                    e);
            throw new ToolException(CallErrors.hostFailure(name, call.callId()), e);
        } finally {
            permit.close();
        }
    }

    @Override
    public void close() {
        javaTools.close();
    }
}
