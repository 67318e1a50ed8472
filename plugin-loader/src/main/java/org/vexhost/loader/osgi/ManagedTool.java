package org.vexhost.loader.osgi;

import java.time.Duration;
import java.util.Set;
import org.vexhost.api.Capability;
import org.vexhost.api.Json;
import org.vexhost.api.Tool;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.loader.registry.ServedTool;
import org.vexhost.loader.registry.ToolEntry;
import org.vexhost.loader.registry.ToolRegistry;

/** The service of a deployed tool, for other bundles. Every call goes through the executor. */
final class ManagedTool implements Tool {

    private final ServedTool served;
    private final ToolRegistry registry;
    private final ToolExecutor executor;

    ManagedTool(ServedTool served, ToolRegistry registry, ToolExecutor executor) {
        this.served = served;
        this.registry = registry;
        this.executor = executor;
    }

    @Override
    public ToolDefinition definition() {
        return served.definition();
    }

    @Override
    public Set<Capability> capabilities() {
        return served.requested().kinds();
    }

    @Override
    public Duration timeout() {
        return served.limits().timeout();
    }

    @Override
    public boolean isAvailable() {
        return registry.find(definition().name()).flatMap(ToolEntry::serving).isPresent();
    }

    @Override
    public Json execute(ToolCall call) throws ToolException {
        return executor.execute(definition().name(), call).output();
    }
}
