package org.vexhost.api;

/**
 * A tool whose calls are metered.
 *
 * @since 1.0
 */
public interface MeteredTool extends Tool {

    /**
     * Runs the tool like {@link #execute}, and also returns what the call used. If the call fails,
     * {@link ToolError#usage()} has it.
     *
     * @throws ToolException if there is no result
     */
    ToolOutput run(ToolCall call) throws ToolException;

    /**
     * Runs the tool like {@link #run(ToolCall)}.
     *
     * @param permit the permit, which the call gives back while it waits for something outside the
     *     host
     * @throws ToolException if there is no result
     */
    default ToolOutput run(ToolCall call, CallPermit permit) throws ToolException {
        return run(call);
    }

    /** Returns the limits that each call runs under. */
    SandboxLimits limits();

    /**
     * Returns the largest amount of heap that one call can reach, in bytes; always the same value.
     * A host reserves it before the call starts.
     */
    long reservedBytes();

    @Override
    default Json execute(ToolCall call) throws ToolException {
        return run(call).output();
    }
}
