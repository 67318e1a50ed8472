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
 * Runs calls that have a permit. A module runs in its sandbox, which ends it in time whatever it
 * does, so its caller waits for it; a tool written in Java runs on a thread of its own.
 */
final class ToolRuns implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ToolRuns.class);

    /** What a call of a Java tool is taken to hold beside its arguments: 1 MiB. */
    private static final long JAVA_TOOL_BYTES = 1L << 20;

    private final JavaTools javaTools = new JavaTools();

    /** What ends by itself in time needs no thread that can be left behind. */
    private static boolean isContained(CallTarget target) {
        return target.location() != CallTarget.Location.JAVA;
    }

    /** Whether a call would be run. */
    boolean takesCalls(ServedTool served) {
        return isContained(served)
                ? served.tool().isAvailable()
                : javaTools.stuck(served) < JavaTools.MAX_STUCK_THREADS;
    }

    /** Refuses a tool that is out of service; a module says that itself when it is run. */
    void requireInService(ServedTool served) throws ToolException {
        if (!isContained(served)) {
            javaTools.requireNotQuarantined(served);
        }
    }

    /** The heap that a call can come to hold, in bytes. */
    static long reservedBytes(ServedTool served, ToolCall call) {
        return served.reservedBytes()
                .orElseGet(() -> JAVA_TOOL_BYTES + 2L * call.arguments().sizeBytes());
    }

    /** Checks a result before anybody gets it. */
    @FunctionalInterface
    interface ResultCheck {
        /** Throws if it is not what the tool promises. */
        void check(ToolOutput output) throws ToolException;
    }

    /**
     * Runs a call.
     *
     * @param check of the result; a module's call still has its permit then
     * @param permit closed when nothing of the call runs any more, which can be after this returns
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
            LOG.error("Tool '{}' met a failure of the host [call {}]", name, call.callId(), e);
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
