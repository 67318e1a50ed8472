package org.vexhost.api;

/**
 * A tool that measures what its calls use.
 *
 * @since 1.0
 */
public interface MeteredTool extends Tool {

    /**
     * Runs the tool like {@link #execute}, and says what the call used. An error says it in {@link
     * ToolError#usage()}.
     *
     * @throws ToolException if there is no result
     */
    ToolOutput run(ToolCall call) throws ToolException;

    /**
     * Runs the tool like {@link #run(ToolCall)}.
     *
     * @param permit what the call gives back while it waits for something outside the host
     * @throws ToolException if there is no result
     */
    default ToolOutput run(ToolCall call, CallPermit permit) throws ToolException {
        return run(call);
    }

    /** The limits that each call runs under. */
    SandboxLimits limits();

    /**
     * The most heap that one call can come to hold, in bytes; always the same. A host reserves it
     * before the call starts.
     */
    long reservedBytes();

    @Override
    default Json execute(ToolCall call) throws ToolException {
        return run(call).output();
    }
}
