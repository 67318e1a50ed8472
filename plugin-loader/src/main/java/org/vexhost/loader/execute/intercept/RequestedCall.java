package org.vexhost.loader.execute.intercept;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexhost.api.InterceptedCall;
import org.vexhost.api.ToolCall;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/** A request, from the name that was asked for to the version that it runs on. */
public final class RequestedCall implements InterceptedCall {

    private final String tool;
    private final ToolCall call;
    private final ToolRegistry registry;

    /** Used by the thread of the call, as interceptors are. */
    private @Nullable ServedTool chosen;

    /** A request for which no version is chosen yet. */
    public RequestedCall(String tool, ToolCall call, ToolRegistry registry) {
        this.tool = tool;
        this.call = call;
        this.registry = registry;
    }

    /** Chooses the version that the call runs on; a call that starts again chooses again. */
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
