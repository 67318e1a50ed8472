package org.vexhost.api;

/**
 * A tool whose calls are metered: the host knows what each call used.
 *
 * @since 1.0
 */
public interface MeteredTool extends Tool {

    /**
     * Runs the tool like {@link #execute}, and also returns what the call used. If the call fails,
     * {@link ToolError#usage()} contains the usage.
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

    /** Returns the limits of each call. */
    SandboxLimits limits();

    /**
     * Returns the maximum heap that one call can occupy, in bytes. The value never changes. A host
     * reserves this amount before the call starts.
     */
    long reservedBytes();

    @Override
    default Json execute(ToolCall call) throws ToolException {
        return run(call).output();
    }
}
