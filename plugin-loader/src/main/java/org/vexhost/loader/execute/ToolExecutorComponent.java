package org.vexhost.loader.execute;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vexhost.api.ToolCall;
import org.vexhost.api.ToolDefinition;
import org.vexhost.api.ToolException;
import org.vexhost.api.ToolExecutor;
import org.vexhost.api.ToolResult;
import org.vexhost.loader.config.HostConfiguration;
import org.vexhost.loader.heap.HeapBudget;
import org.vexhost.loader.registry.ToolRegistry;

/** The executor as a service, with the host's settings. */
@Component(service = {ToolExecutor.class, CallStatistics.class})
public final class ToolExecutorComponent implements ToolExecutor, CallStatistics {

    private final HostConfiguration configuration;
    private final HostConfiguration.Subscription subscription;
    private final RegistryToolExecutor executor;

    /** Called by Declarative Services. */
    @Activate
    public ToolExecutorComponent(
            @Reference ToolRegistry registry, @Reference HostConfiguration configuration) {
        this.configuration = configuration;
        this.executor =
                new RegistryToolExecutor(
                        registry, configuration.current().admission(), HeapBudget.ofThisProcess());
        this.subscription =
                configuration.subscribe(settings -> executor.reconfigure(settings.admission()));
    }

    @Deactivate
    void deactivate() {
        subscription.close();
        executor.drain(configuration.current().deployment().drainTimeout());
        executor.close();
    }

    @Override
    public ToolResult execute(String tool, ToolCall call) throws ToolException {
        return executor.execute(tool, call);
    }

    @Override
    public CompletableFuture<ToolResult> submit(String tool, ToolCall call) {
        return executor.submit(tool, call);
    }

    @Override
    public List<ToolDefinition> list() {
        return executor.list();
    }

    @Override
    public SortedMap<String, ToolCounts> tools() {
        return executor.tools();
    }

    @Override
    public ToolCounts tool(String name) {
        return executor.tool(name);
    }

    @Override
    public HostCounts host() {
        return executor.host();
    }
}
