package org.vexhost.loader.execute.intercept;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.ToolCall;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/** A requested call and, once it is known, the version that the call runs on. */
public final class RequestedCall implements InterceptedCall {

    private final String tool;
    private final ToolCall call;
    private final ToolRegistry registry;

    /** Used only by the thread of the call, which also runs the interceptors. */
    private @Nullable ServedTool chosen;

    /** Creates a request without a chosen version. */
    public RequestedCall(String tool, ToolCall call, ToolRegistry registry) {
        this.tool = tool;
        this.call = call;
        this.registry = registry;
    }

    /** Sets the version that the call runs on. A call that starts again sets it again. */
    public void runsOn(ServedTool served) {
        chosen = served;
    }

    @Override
    public String tool() {
        return tool;
    }

    @Override
    public ToolCall call() {
        return call;
    }

    @Override
    public Optional<String> version() {
        return served().map(served -> served.definition().version());
    }

    @Override
    public Optional<String> artifactDigest() {
        return served().flatMap(ServedTool::digestText);
    }

    private Optional<ServedTool> served() {
        ServedTool known = chosen;
        return known != null ? Optional.of(known) : registry.find(tool).flatMap(ToolEntry::serving);
    }
}
